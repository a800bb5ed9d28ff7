"""ZIP: exactly one file taken out, and nothing an archive may try against who unpacks it.

Refused: names that lead out of the folder, links, passwords, archives in archives, two files of one name, contents
that swell beyond reason or beyond what the archive says of itself.
"""

import stat
import zipfile
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from innopoints.ingest.refusal import NotLandable

_MIB = 1 << 20
_MOST_MEMBERS = 1_000
# Plain tables shrink to a tenth, very dull ones to a fiftieth; deflate's own limit is about 1,000.
_MOST_SWELLING = 200
_SMALL = 16 * _MIB
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar", ".tgz")


def unpack(path: Path, pattern: str, to: Path, largest_mib: int) -> str:
    """Write the one member whose name fits `pattern` to `to`; answer its name. Raises NotLandable."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = _members(archive, largest_mib)
            fitting = [name for name in members if fnmatchcase(PurePosixPath(name).name, pattern)]
            if len(fitting) != 1:
                names = ", ".join(list(members)[:12]) or "nothing"
                raise NotLandable(
                    f"the archive holds {len(fitting)} files that fit {pattern!r}, one was agreed; it holds: {names}"
                )
            _extract(archive, members[fitting[0]], to, largest_mib)
            return fitting[0]
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise NotLandable(f"not a readable ZIP archive ({error}); was the transfer cut?") from None
    except Exception as error:
        if type(error).__name__ in ("error", "LZMAError"):  # zlib.error and its like
            raise NotLandable(f"not a readable ZIP archive ({error}); was the transfer cut?") from None
        raise


def demand_modest(path: Path, largest_mib: int) -> None:
    """A workbook is an archive too. Raises NotLandable when it swells beyond reason."""
    if not zipfile.is_zipfile(path):
        return
    with zipfile.ZipFile(path) as archive:
        _demand_size(archive.infolist(), largest_mib)


def _members(archive: zipfile.ZipFile, largest_mib: int) -> dict[str, zipfile.ZipInfo]:
    if len(archive.infolist()) > _MOST_MEMBERS:
        raise NotLandable(f"the archive holds {len(archive.infolist())} files, more than {_MOST_MEMBERS}")
    members: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        name = _name(info)
        parts = name.replace("\\", "/").split("/")
        if name.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\x00" in name:
            raise NotLandable(f"the archive holds {name!r}, a name that leads out of its folder")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise NotLandable(f"the archive holds {name!r}, a link; only files are taken")
        if info.is_dir() or PurePosixPath(name).name.startswith((".", "~$")) or parts[0] == "__MACOSX":
            continue
        if info.flag_bits & 0x1:
            raise NotLandable(f"{name!r} in the archive has a password; ask the office for one without")
        if name.lower().endswith(_ARCHIVES):
            raise NotLandable(f"the archive holds an archive, {name!r}; ask the office for the file itself")
        if name in members:
            raise NotLandable(f"the archive holds {name!r} twice")
        members[name] = info
    _demand_size(list(members.values()), largest_mib)
    return members


def _demand_size(infos: list[zipfile.ZipInfo], largest_mib: int) -> None:
    if (size := sum(info.file_size for info in infos)) > largest_mib * _MIB:
        raise NotLandable(f"unpacks to {size // _MIB} MiB, more than the {largest_mib} MiB the passport allows")
    for info in infos:
        if info.file_size > _SMALL and info.file_size > _MOST_SWELLING * max(info.compress_size, 1):
            times = info.file_size // max(info.compress_size, 1)
            raise NotLandable(f"{_name(info)!r} swells {times} times when unpacked; a table does not")


def _extract(archive: zipfile.ZipFile, info: zipfile.ZipInfo, to: Path, largest_mib: int) -> None:
    written = 0
    with archive.open(info) as inside, to.open("wb") as out:
        while block := inside.read(_MIB):
            written += len(block)
            if written > min(info.file_size, largest_mib * _MIB):
                raise NotLandable(f"{_name(info)!r} unpacks to more than the archive says")
            out.write(block)


def _name(info: zipfile.ZipInfo) -> str:
    """A member's name; Windows here writes Chinese names in GBK without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
