"""What all tests share: a vault in one string, and how the suite is asked to run."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

import vaultkit
from tests.whole import Vault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_SLOW = (HealthCheck.too_slow, HealthCheck.filter_too_much)

# Every day: the same examples on every machine, so that a red run is a red change.
settings.register_profile(
    "everyday",
    max_examples=50,
    derandomize=True,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    suppress_health_check=_SLOW,
)
# A glance while something is being written: `--hypothesis-profile=glance`.
settings.register_profile(
    "glance",
    settings.get_profile("everyday"),
    max_examples=8,
)
# Soak: new examples each time, and many of them.
settings.register_profile(
    "soak",
    max_examples=5_000,
    deadline=None,
    print_blob=True,
    suppress_health_check=_SLOW,
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite expected pages and output; then read the diff",
    )


def load_everything() -> None:
    """Import every module of vaultkit.

    Hypothesis draws from the constants of whatever modules are loaded, and some load
    late: which examples a test gets would depend on the tests that ran before it.
    """
    for found in pkgutil.walk_packages(vaultkit.__path__, "vaultkit."):
        if found.name != "vaultkit.__main__":
            importlib.import_module(found.name)


def pytest_configure(config: pytest.Config) -> None:
    load_everything()
    asked = config.getoption("--hypothesis-profile", default=None)
    settings.load_profile(asked or ("soak" if _soaking(config) else "everyday"))


def _soaking(config: pytest.Config) -> bool:
    return "soak" in str(config.getoption("markexpr"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave `soak` tests out unless asked; a soak runs every property at length."""
    if _soaking(config):
        for item in items:
            if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
                item.add_marker("soak")
        return
    left_out = [item for item in items if item.get_closest_marker("soak")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(autouse=True, scope="session")
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what a run remembers of vaults out of the home of whoever tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def a_vault() -> Callable[[str], Vault]:
    """Return the builder of vaults: `a_vault(story).book` (see `whole.texts`)."""
    return Vault.of
