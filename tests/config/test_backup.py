"""A place goes into one file, and comes out of it as it was."""

import io
import json
import os
import resource
import sys
import tarfile
import threading

import pytest
from tests.config.places import ACTS, new_place

ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


def manifest(file):
    with tarfile.open(file) as tar:
        return json.loads(tar.extractfile("manifest.json").read())


def rewritten(file, target, change):
    """The archive with its parts as `change(name, bytes)` gives them back; None leaves one out."""
    with tarfile.open(file) as old, tarfile.open(target, "w:gz") as new:
        for member in old:
            content = change(member.name, old.extractfile(member).read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


def with_manifest(**changes):
    def change(name, content):
        if name != "manifest.json":
            return content
        return json.dumps(json.loads(content) | changes).encode()

    return change


def files_of(place):
    return {
        str(path.relative_to(place.files)): path.read_bytes()
        for path in place.files.rglob("*")
        if path.is_file()
    }


def untouched(place):
    """Whether nothing of a backup has come into the place."""
    return files_of(place) == {} and not place.sqlite.exists()


def test_a_restored_place_has_the_same_ledger_and_the_same_files(filled, backup, empty):
    done = empty.kkr("restore", str(backup))

    assert done.returncode == 0, done.stderr
    assert filled.digest() in done.stdout
    assert empty.digest() == filled.digest()
    assert files_of(empty) == files_of(filled)
    assert len(files_of(empty)) == 2


def test_a_restored_place_goes_on_where_it_stopped(backup, empty):
    said = empty.kkr("restore", str(backup)).stdout

    shown = empty.python(
        "tell('efter'); keep('et tredje')\n"
        "from django.contrib.sessions.models import Session as S; print(S.objects.count())\n"
        "from kkr.outbox.models import Mail; print(Mail.objects.get().state)"
    )

    assert shown.stdout.split() == ["0", "failed"]  # nobody is signed in, no mail goes out twice
    assert "1 mails waited in the backup" in said
    assert empty.kkr("ledger", "verify").stdout.startswith("8 entries hold")


def test_the_manifest_says_what_is_in_it(filled, backup):
    said = manifest(backup)

    assert said["digest"] == filled.digest()
    assert said["entries"] == 6
    assert said["rows"]["news_newsitem"] == 3
    assert said["absent"] == []
    assert len(said["parts"]) == 3
    assert "ledger.0002_append_only" in said["migrations"]


def test_only_its_owner_may_read_a_backup(backup):
    assert backup.stat().st_mode & 0o777 == 0o600


def test_a_backup_overwrites_nothing(filled, backup):
    before = backup.read_bytes()

    done = filled.kkr("backup", str(backup))

    assert done.returncode == 2
    assert "exists already" in done.stderr
    assert backup.read_bytes() == before


@pytest.mark.slow
def test_a_backup_made_while_others_write_is_of_one_moment(tmp_path, backup, empty):
    """Two writers go on all the while; what was copied verifies, and every file it names is there."""
    empty.kkr("restore", str(backup))
    code = "for number in range(30): tell(number); keep(str(number))"
    writers = [threading.Thread(target=empty.python, args=[code]) for _ in range(2)]
    for writer in writers:
        writer.start()
    copies = [tmp_path / f"{number}.kkr" for number in range(2)]

    said = [empty.kkr("backup", str(copy)) for copy in copies]
    for writer in writers:
        writer.join()

    assert [done.returncode for done in said] == [0, 0]
    for number, copy in enumerate(copies):
        place = new_place(tmp_path / f"place{number}")
        assert place.kkr("restore", str(copy)).returncode == 0
        assert place.digest() == manifest(copy)["digest"]
        assert len(files_of(place)) == len(manifest(copy)["parts"]) - 1


def test_a_missing_or_changed_file_is_named_and_the_rest_is_kept(tmp_path, backup, empty):
    empty.kkr("restore", str(backup))
    missing, changed = sorted(files_of(empty))
    (empty.files / missing).unlink()
    (empty.files / changed).write_text("noget andet")

    done = empty.kkr("backup", str(tmp_path / "b.kkr"))

    assert done.returncode == 1
    assert "2 files are missing or damaged" in done.stderr
    assert manifest(tmp_path / "b.kkr")["absent"] == [missing, changed]


@pytest.mark.slow
def test_a_full_disk_leaves_no_half_backup(tmp_path, filled):
    def little():
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    done = filled.kkr("backup", str(tmp_path / "b.kkr"), preexec_fn=little)

    assert done.returncode == 1
    assert ("could not be written" in done.stderr) or ("pg_dump failed" in done.stderr)
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_full_disk_while_the_archive_grows_leaves_nothing(tmp_path, backup, empty):
    """The database fits, the files do not."""
    empty.kkr("restore", str(backup))
    empty.python(
        "import secrets\nfor _ in range(3): keep(secrets.token_hex(1_000_000))", environment={}
    )

    def less():
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_500_000, 2_500_000))

    done = empty.kkr("backup", str(tmp_path / "b.kkr"), preexec_fn=less)

    assert done.returncode == 1
    assert done.stderr == (
        "The backup could not be written: File too large. Nothing is left of it.\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty"]


@pytest.mark.slow
def test_a_place_that_was_never_migrated_is_not_backed_up(tmp_path, empty):
    done = empty.kkr("backup", str(tmp_path / "b.kkr"))

    assert done.returncode == 3
    assert "kkr migrate" in done.stderr


def test_nothing_is_restored_over_a_database(filled, backup):
    before = filled.digest()

    done = filled.kkr("restore", str(backup))

    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert filled.digest() == before


def test_nothing_is_restored_beside_files(backup, empty):
    empty.files.mkdir()
    (empty.files / "noget").write_text("andet")

    done = empty.kkr("restore", str(backup))

    assert done.returncode == 2
    assert f"{empty.files} is not empty" in done.stderr
    assert not empty.sqlite.exists()


@pytest.mark.parametrize("part", ["database", pytest.param("files", marks=pytest.mark.slow)])
def test_a_changed_part_is_found_before_anything_is_touched(tmp_path, backup, empty, part):
    def change(name, content):
        return content[:-1] + b"!" if name.startswith(part) else content

    damaged = rewritten(backup, tmp_path / "b.kkr", change)

    done = empty.kkr("restore", str(damaged))

    assert done.returncode == 2
    assert "is damaged: " in done.stderr
    assert untouched(empty)


@pytest.mark.slow
def test_a_missing_part_is_found(tmp_path, backup, empty):
    damaged = rewritten(
        backup, tmp_path / "b.kkr", lambda name, content: None if "files" in name else content
    )

    done = empty.kkr("restore", str(damaged))

    assert (done.returncode, "is damaged" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    "kept", [0.3, *(pytest.param(part, marks=pytest.mark.slow) for part in (0.9, 0.99))]
)
def test_a_backup_that_was_cut_off_is_refused(tmp_path, backup, empty, kept):
    cut = tmp_path / "b.kkr"
    cut.write_bytes(backup.read_bytes()[: int(backup.stat().st_size * kept)])

    done = empty.kkr("restore", str(cut))

    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert untouched(empty)


@pytest.mark.parametrize(
    "content", [pytest.param(b"", marks=pytest.mark.slow), b"no backup at all"]
)
def test_another_file_is_no_backup(tmp_path, empty, content):
    other = tmp_path / "b.kkr"
    other.write_bytes(content)

    done = empty.kkr("restore", str(other))

    assert (done.returncode, "is no backup" in done.stderr) == (2, True)


def test_a_part_that_leads_out_of_the_folder_is_refused(tmp_path, backup, empty):
    evil = tmp_path / "b.kkr"
    with tarfile.open(evil, "w:gz") as tar:
        info = tarfile.TarInfo("../../outside")
        info.size = 4
        tar.addfile(info, io.BytesIO(b"evil"))

    done = empty.kkr("restore", str(evil))

    assert (done.returncode, "leads elsewhere" in done.stderr) == (2, True)
    assert not (empty.folder.parent / "outside").exists()


@pytest.mark.slow
def test_a_backup_of_newer_code_is_refused(tmp_path, backup, empty):
    more = [*manifest(backup)["migrations"], "news.9999_of_tomorrow"]
    newer = rewritten(backup, tmp_path / "b.kkr", with_manifest(migrations=more))

    done = empty.kkr("restore", str(newer))

    assert done.returncode == 2
    assert "newer than this version: it knows news.9999_of_tomorrow" in done.stderr
    assert untouched(empty)


@pytest.mark.slow
def test_a_backup_of_the_other_database_is_refused(tmp_path, backup, empty):
    vendor = "sqlite" if ON_POSTGRESQL else "postgresql"
    other = rewritten(backup, tmp_path / "b.kkr", with_manifest(vendor=vendor))

    done = empty.kkr("restore", str(other))

    assert (done.returncode, f"is of {vendor}" in done.stderr) == (2, True)


@pytest.mark.slow
def test_a_backup_of_older_code_is_migrated(tmp_path, migrated, empty):
    """The database of a version before `website` had its table."""
    older, copy = migrated, tmp_path / "b.kkr"
    older.python(
        "from django.core.management import call_command as c; c('migrate', 'website', 'zero', verbosity=0)"
    )
    assert older.kkr("backup", str(copy)).returncode == 0

    done = empty.kkr("restore", str(copy))

    assert done.returncode == 0, done.stderr
    assert "website.0001_initial" not in manifest(copy)["migrations"]
    assert empty.python(
        "from kkr.website.models import ContentVersion; print(ContentVersion.numbers())"
    ).stdout.startswith("{")


@pytest.mark.slow
def test_a_broken_ledger_is_told_after_the_restore(tmp_path, backup, empty):
    empty.kkr("restore", str(backup))
    empty.python(BREAK)
    copy, again = tmp_path / "b.kkr", new_place(tmp_path / "again")
    assert empty.kkr("backup", str(copy)).returncode == 0

    done = again.kkr("restore", str(copy))

    assert done.returncode == 1
    assert "Broken at entry 1" in done.stderr


BREAK = """
from django.db import connection
from django.db import transaction
with transaction.atomic(), connection.cursor() as cursor:
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL session_replication_role = replica")
    else:
        cursor.execute("DROP TRIGGER ledger_entry_no_update")
    cursor.execute("UPDATE ledger_entry SET actor = 'x' WHERE position = 1")
"""


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite needs no client programs")
def test_without_pg_dump_it_says_which_package_is_missing(tmp_path, filled):
    code = (
        "from kkr.config.backup import postgresql as drawer\n"
        "drawer.DEBIAN = '/nowhere/{major}/{name}'\n"
        "from kkr.config.cli import main; main(['backup', 'b.kkr'])"
    )
    command = [sys.executable, "-c", ACTS + code]

    done = filled.run(command, cwd=tmp_path, environment={"PATH": "/nowhere"})

    assert done.returncode == 3
    assert "apt install postgresql-client-" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not ON_POSTGRESQL, reason="SQLite has no server")
def test_a_dump_of_a_newer_server_is_refused(tmp_path, backup, empty):
    newer = rewritten(backup, tmp_path / "b.kkr", with_manifest(server=990001))

    done = empty.kkr("restore", str(newer))

    assert (done.returncode, "PostgreSQL 99, which is newer" in done.stderr) == (2, True)


@pytest.mark.skipif(ON_POSTGRESQL, reason="only SQLite has a log beside it")
@pytest.mark.slow
def test_the_log_of_a_lost_database_is_not_mixed_in(backup, empty):
    (empty.folder / "kkr.sqlite3-wal").write_bytes(b"of another")

    done = empty.kkr("restore", str(backup))

    assert (done.returncode, "left of another database" in done.stderr) == (2, True)
