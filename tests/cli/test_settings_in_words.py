"""A configuration error says which setting, why, and what to write; nothing starts."""

import os
import subprocess
import sys

import pytest

from ithaque.kernel.settings import SETTINGS, Environment, SettingError, require_sendable


def _ithaque(*arguments, **settings):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ITHAQUE_")}
    return subprocess.run(
        [sys.executable, "-m", "ithaque", *arguments],
        env={**clean, **settings}, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ITHAQUE_LANGUAGE", "de"),
        ("ITHAQUE_SITE_URL", "mentorat.example.org"),
        ("ITHAQUE_SITE_URL", "https://example.org/mentorat/"),
        ("ITHAQUE_LOG_FORMAT", "xml"),
        ("ITHAQUE_DEMO", "perhaps"),
        ("ITHAQUE_TIME_ZONE", "Europe/Atlantis"),
        ("ITHAQUE_UPLOAD_MAX_MB", "-3"),
        ("ITHAQUE_UPLOAD_MAX_MB", "lots"),
    ],
)
def test_unusable_value_names_setting_reason_and_example(name, value):
    with pytest.raises(SettingError) as refused:
        Environment({name: value})[name]
    assert str(refused.value).startswith(f"{name}: {value!r} cannot be used (")
    assert f"Write for example: {name}=" in str(refused.value)


def test_secret_is_never_repeated_in_the_error():
    with pytest.raises(SettingError) as refused:
        Environment({"ITHAQUE_SECRET_KEY": "too-short-secret"})["ITHAQUE_SECRET_KEY"]
    assert "too-short-secret" not in str(refused.value)


def test_misspelt_name_proposes_the_right_one():
    (fault,) = Environment({"ITHAQUE_SITE_ULR": "https://a.example"}).faults()
    assert "ITHAQUE_SITE_URL: you wrote ITHAQUE_SITE_ULR" in str(fault)


def test_secret_file_is_read(tmp_path):
    path = tmp_path / "url"
    path.write_text("postgres://ithaque:s@db/ithaque\n")
    environment = Environment({"ITHAQUE_DATABASE_URL_FILE": str(path)})
    assert environment["ITHAQUE_DATABASE_URL"] == "postgres://ithaque:s@db/ithaque"
    assert environment.faults() == []


def test_secret_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(SettingError, match="ITHAQUE_SECRET_KEY_FILE: the file cannot be read"):
        Environment({"ITHAQUE_SECRET_KEY_FILE": str(tmp_path / "absent")})["ITHAQUE_SECRET_KEY"]


@pytest.mark.parametrize("name", SETTINGS)
def test_every_example_can_be_written(name):
    setting = SETTINGS[name]
    assert setting.read({name: setting.example}) is not None


def test_command_stops_with_every_fault_at_once(tmp_path):
    done = _ithaque(
        "demo",
        "accounts",
        ITHAQUE_DATA_DIR=str(tmp_path),
        ITHAQUE_LANGUAGE="de",
        ITHAQUE_HTTPS="si",
    )
    assert done.returncode == 2
    assert "ITHAQUE_LANGUAGE" in done.stderr
    assert "ITHAQUE_HTTPS" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_data_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "file").write_text("")
    done = _ithaque("demo", "accounts", ITHAQUE_DATA_DIR=str(tmp_path / "file" / "data"))
    assert done.returncode == 2
    assert done.stderr.startswith("ITHAQUE_DATA_DIR:")
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_database_that_does_not_answer_is_said(tmp_path):
    done = _ithaque(
        "backup", str(tmp_path / "b.tar.gz"), ITHAQUE_DATA_DIR=str(tmp_path),
        ITHAQUE_DATABASE_URL="postgres://nobody@127.0.0.1:1/none",
    )  # fmt: skip
    assert done.returncode == 1
    assert "the database cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


GOOD_BODY = '{"to": "{to}", "content": ["{text}"], "n": 1}'


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("ITHAQUE_SMS_URL", "http://sms.example.org", "https://"),
        ("ITHAQUE_SMS_URL", "https://me:secret@sms.example.org", "no password"),
        ("ITHAQUE_SMS_HEADERS", "Authorization: Bearer secret", "valid JSON"),
        ("ITHAQUE_SMS_HEADERS", '["secret"]', "JSON object"),
        ("ITHAQUE_SMS_HEADERS", '{"X": 1}', "texts"),
        ("ITHAQUE_SMS_HEADERS", '{"X": "secret\\nY: 1"}', "one line"),
        ("ITHAQUE_SMS_HEADERS", '{"X Y": "secret"}', "header"),
        ("ITHAQUE_SMS_BODY", "to={to}", "valid JSON"),
        ("ITHAQUE_SMS_BODY", '"{to} {text}"', "JSON object"),
        ("ITHAQUE_SMS_BODY", '{"to": "{to}"}', "{text}"),
        ("ITHAQUE_SMS_BODY", '{"{to}": "{text}"}', "{to}"),
        ("ITHAQUE_SMS_BODY", '{"a": "{to} {text} {name}"}', "{name} is not known"),
    ],
)
def test_setting_of_text_messages_says_what_it_must_be_and_repeats_no_secret(name, value, why):
    with pytest.raises(SettingError) as refused:
        Environment({name: value})[name]
    said = str(refused.value)
    assert said.startswith(f"{name}: ")
    assert why in said
    assert "Bearer secret" not in said.split("Write for example")[0]


def test_settings_of_text_messages_are_read_and_absent_by_default():
    assert Environment({})["ITHAQUE_SMS_URL"] is None
    environment = Environment(
        {"ITHAQUE_SMS_BODY": GOOD_BODY, "ITHAQUE_SMS_HEADERS": '{"A": "b c"}'}
    )
    assert environment["ITHAQUE_SMS_BODY"] == {"to": "{to}", "content": ["{text}"], "n": 1}
    assert environment["ITHAQUE_SMS_HEADERS"] == {"A": "b c"}


def test_sender_that_the_template_wants_and_an_address_too_long_are_said():
    body = {"to": "{to}", "text": "{text}", "from": "{from}"}
    require_sendable(body=body, sender="Mentorat", site="https://mentorat.example.org")
    with pytest.raises(SettingError, match="ITHAQUE_SMS_FROM"):
        require_sendable(body=body, sender="", site="https://mentorat.example.org")
    with pytest.raises(SettingError, match="ITHAQUE_SITE_URL"):
        require_sendable(body=body, sender="Mentorat", site="https://" + "m" * 60)
