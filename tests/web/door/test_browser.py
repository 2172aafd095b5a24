"""The browser of the tests itself: it shows Chinese, holds the pages' policy, keeps the phone's door without a line."""

from playwright.sync_api import expect

from tests.web.conftest import Devices
from tests.web.looks import looks_well

_GLYPHS = """
(text) => {
  const pen = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  pen.font = '32px sans-serif'
  const drawn = (letter) => {
    pen.clearRect(0, 0, 64, 64)
    pen.fillText(letter, 8, 48)
    return pen.getImageData(0, 0, 64, 64).data.join()
  }
  const box = drawn('\\u{10FFFD}')
  return [...text].filter((letter) => drawn(letter) === box)
}
"""


def test_no_letter_of_the_pages_is_a_box(device: Devices) -> None:
    page = device("inspector").open("/")
    assert page.evaluate(_GLYPHS, "销号督办核查已入台账山西省小店区▲◆●■✓‖┄→·0123456789Xiaohao") == []


def test_each_door_opens_under_the_policy_without_a_fault(device: Devices) -> None:
    phone, desk = device("inspector", signed_in=True), device("supervisor", "desk", signed_in=True)
    for each, path in ((phone, "/"), (phone, "/m/"), (desk, "/"), (desk, "/d/")):
        page = each.open(path)
        expect(page.locator("main").first).to_be_visible()
        looks_well(each)


def test_who_signed_in_past_the_page_is_known_to_it(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    page = phone.open("/m/")
    assert page.evaluate("fetch('/v1/me').then(answer => answer.json())")["id"] == "inspector-140105-1"


def test_devices_know_nothing_of_each_other(device: Devices) -> None:
    device("inspector", signed_in=True)
    page = device("unit").open("/")
    assert page.evaluate("fetch('/v1/me').then(answer => answer.status)") == 401


def test_the_phones_door_opens_without_a_line_once_it_was_open(device: Devices) -> None:
    phone = device("inspector", signed_in=True)
    page = phone.open("/m/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.context.set_offline(True)
    page.reload()
    expect(page.locator("main").first).to_be_visible()
