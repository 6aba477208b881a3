"""The trigger form as a person fills it in, in a real browser."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from live_stack import LiveStack
from playwright.sync_api import Browser, Page, sync_playwright

from embedded import stack as control
from embedded.environment import USER

pytestmark = pytest.mark.e2e
DAG = "news_daily"
# A browser in a container: no sandbox of its own, no GPU, and nothing asked of the internet.
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser on this machine: the form is tried with one of {', '.join(BROWSERS)}")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser, stack: LiveStack) -> Iterator[Page]:
    """Airflow's UI, logged in with the password that `make run` prints."""
    address = control.kept_environment(stack.layout)["AIRFLOW__API__BASE_URL"]
    opened = browser.new_page(base_url=address, viewport={"width": 1400, "height": 900})
    opened.set_default_timeout(120_000)
    opened.goto("/")
    opened.fill("input[name=username]", USER)
    opened.fill("input[name=password]", json.loads(stack.layout.passwords.read_text())[USER])
    opened.click("button[type=submit]")
    opened.wait_for_url(lambda url: "login" not in url)
    yield opened
    opened.close()


def open_form(page: Page) -> None:
    page.goto(f"/dags/{DAG}")
    page.get_by_role("button", name="Trigger").first.click()
    page.locator("#element_date").wait_for()


def submit(page: Page, stack: LiveStack) -> str:
    """Press Trigger and give the run's id."""
    before = {run["dag_run_id"] for run in stack.api.get(f"/dags/{DAG}/dagRuns")["dag_runs"]}
    page.get_by_test_id("trigger-dag-submit").click()

    def new() -> set[str]:
        return {run["dag_run_id"] for run in stack.api.get(f"/dags/{DAG}/dagRuns")["dag_runs"]} - before

    stack.until(lambda: bool(new()))
    return new().pop()


def test_what_is_typed_into_the_form_is_what_the_run_is_asked(page: Page, stack: LiveStack) -> None:
    day: date = stack.sample_day - timedelta(days=1)
    source = max(stack.workspace().sources)
    open_form(page)
    page.fill("#element_date", day.isoformat())
    page.fill("#element_sources", source)
    page.get_by_role("spinbutton").fill("50")
    page.locator("label", has=page.locator("[name=element_refetch]")).click()
    run = submit(page, stack)
    assert stack.api.run(DAG, run)["conf"] == {
        "date": day.isoformat(),
        "sources": [source],
        "refetch": True,
        "dry_run": False,
        "limit_per_source": 50,
    }
    assert stack.wait(run, seconds=500) == "success", stack.last_words(run)
    page.goto(f"/dags/{DAG}/runs/{run}")
    page.get_by_text("publish").first.wait_for()
    page.get_by_text("Success").first.wait_for()


def test_the_form_can_be_sent_as_it_is(page: Page, stack: LiveStack) -> None:
    open_form(page)
    page.locator("label", has=page.locator("[name=element_dry_run]")).click()
    run = submit(page, stack)
    assert stack.api.run(DAG, run)["conf"]["date"] is None
    assert stack.wait(run, seconds=500) == "success", stack.last_words(run)


def test_a_backfill_from_the_ui_runs_the_days_of_its_range(page: Page, stack: LiveStack, week: list[date]) -> None:
    before_the_week = week[0] - timedelta(days=2)
    open_form(page)
    dialog = page.locator("[role=dialog][data-state=open]").filter(has=page.locator("#element_date"))
    dialog.get_by_text("Backfill", exact=True).click()
    for bound in (0, 1):
        dialog.get_by_test_id("datetime-input").nth(bound).click()
        chooser = page.locator("[data-scope=popover][data-part=content][data-state=open]")
        chooser.get_by_placeholder("YYYY/MM/DD").fill(f"{before_the_week:%Y/%m/%d}")
        chooser.get_by_placeholder("HH:mm").fill("00:00")
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Run Backfill").click()
    (run,) = stack.ended_backfill_runs(before_the_week, before_the_week)
    assert run["state"] == "success", stack.last_words(run["dag_run_id"])
