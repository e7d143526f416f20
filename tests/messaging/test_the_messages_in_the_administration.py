import pytest

LIST = "/administration/messaging/message/"


@pytest.mark.parametrize("who", ["nadia", "idriss"])
def test_what_left_is_read_masked(write_code, client, request, who):
    message = write_code()
    reader = request.getfixturevalue(who)
    client.force_login(reader)

    for path in (LIST, f"{LIST}{message.pk}/change/"):
        page = client.get(path)
        assert page.status_code == 200
        shown = page.content.decode()
        assert "ACTIVATION_CODE" in shown
        assert "06••••••01" in shown
        assert "483920" not in shown
        assert "661000001" not in shown


def test_nobody_writes_or_removes_a_message_there(write_code, client, nadia):
    message = write_code()
    client.force_login(nadia)

    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(f"{LIST}{message.pk}/change/", {"state": "SENT"}).status_code == 403
    assert client.post(f"{LIST}{message.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_agent_does_not_read_messages(client, amina):
    client.force_login(amina)

    assert client.get(LIST).status_code in (302, 403)
