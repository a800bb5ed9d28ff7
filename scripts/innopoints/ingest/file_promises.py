"""Which flag or manifest lies beside which file of a drop, and what it says."""

from collections.abc import Callable
from functools import cached_property
from pathlib import PurePosixPath

from innopoints.errors import OutsideFailed
from innopoints.ingest.reading.promise import LARGEST, flag_says, manifest_says
from innopoints.ingest.refusal import NotLandable
from innopoints.passports.files import Files


class Promises:
    """The flags and manifests among the files of a drop; `read` gives its first bytes, None while it moves."""

    def __init__(self, settings: Files, origins: list[str], read: Callable[[str, int], bytes | None]):
        self._settings, self._origins, self._read = settings, set(origins), read

    @cached_property
    def manifests(self) -> list[str]:
        """The lists of files sent, in name order."""
        if not (pattern := self._settings.manifest):
            return []
        return sorted(each for each in self._origins if PurePosixPath("/", each).match(f"/{pattern}"))

    def flag_of(self, origin: str) -> str | None:
        """Where the flag of a file lies, or would lie."""
        name = self._settings.flag_of(PurePosixPath(origin).name)
        return name and PurePosixPath(origin).with_name(name).as_posix()

    def of(self, origin: str) -> dict | None:
        """What was promised of a file; {} where the office promises nothing, None while its promise is awaited."""
        if self._settings.manifest:
            return self._listed.get(origin) or self._listed.get(PurePosixPath(origin).name)
        if not (flag := self.flag_of(origin)):
            return {}
        if flag not in self._origins or (data := self._read(flag, LARGEST + 1)) is None:
            return None
        try:
            return {"origin": flag, "says": flag_says(PurePosixPath(flag).name, data)}
        except NotLandable as reason:
            return {"origin": flag, "says": {}, "fault": str(reason)}

    @cached_property
    def _listed(self) -> dict[str, dict]:
        """What every manifest promises, by file name; of two that name a file the one later in name order counts."""
        promises = {}
        for origin in self.manifests:
            if (data := self._read(origin, LARGEST + 1)) is None:
                continue
            try:
                said = manifest_says(PurePosixPath(origin).name, data, self._settings)
            except NotLandable as reason:
                raise OutsideFailed(f"{reason}; ask the office to send it again") from None
            promises |= {name: {"origin": origin, "says": says} for name, says in said.items()}
        return promises
