"""The example for nginx: what it logs, and what it tells kkr of a visitor."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "docs/operate/nginx.conf"


def test_the_address_of_the_visitor_is_handed_on_and_kkr_is_told_to_believe_it():
    settings = (EXAMPLE.parent / "README.md").read_text()

    assert "proxy_set_header X-Forwarded-For $remote_addr;" in EXAMPLE.read_text()
    assert "KKR_PROXIES=1" in settings


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/konto/invitation/geheim/", "/konto/invitation"),
        ("/en/konto/invitation/geheim/", "/en/konto/invitation"),
        ("/konto/adgangskode/ny/1-geheim/", "/konto/adgangskode/ny"),
        ("/KONTO//adgangskode//ny/1-geheim/vaelg/", "/KONTO//adgangskode//ny"),
        ("/hovedstaden/nyheder/", None),
        ("/konto/adgangskode/glemt/", None),
    ],
)
def test_what_lets_its_reader_in_is_not_logged(path, logged):
    pattern = re.search(r"^    ~\*(\S+) \$lead/\.\.\.;$", EXAMPLE.read_text(), re.MULTILINE)
    found = re.match(pattern[1].replace("?<lead>", "?P<lead>"), path, re.IGNORECASE)

    assert (found and found["lead"]) == logged
    assert "$uri" not in re.search(r"log_format kkr '([^']*)'", EXAMPLE.read_text())[1]


def test_nginx_understands_it(tmp_path):
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if not nginx:
        pytest.skip("nginx is not installed")
    text = EXAMPLE.read_text().replace("/var/log/nginx", str(tmp_path))
    text = re.sub(
        r"listen .*?(\d+)( ssl.*)?;",
        r"listen 127.0.0.1:8\1;",
        text.replace("    listen [::]:", "    # "),
    )
    text = re.sub(r"    ssl_.*\n", "", text)
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; events {{}} http {{ {text} }}")

    told = subprocess.run(
        [nginx, "-t", "-p", tmp_path, "-c", whole, "-e", f"{tmp_path}/error.log"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert told.returncode == 0, told.stderr
