from __future__ import annotations

import inspect
import pickle

import pytest

from shpalta import errors
from shpalta.errors import ShpaltaError

KINDS = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, ShpaltaError)]


def test_the_tree_at_the_top_of_the_module_names_every_error() -> None:
    missing = [kind.__name__ for kind in KINDS if kind.__name__ not in (errors.__doc__ or "")]
    assert not missing


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_the_way_between_processes(kind: type[ShpaltaError]) -> None:
    error = kind("The bucket 'x' is not there", remedy="Make it")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert str(copy) == "The bucket 'x' is not there. Make it"
    assert (copy.problem, copy.remedy) == (error.problem, error.remedy)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_says_who_mends_it(kind: type[ShpaltaError]) -> None:
    assert kind.mender in ("user", "operator", "site", "developer")
    assert kind.__doc__
