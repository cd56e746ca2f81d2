"""A process of its own that presses «Déposer»: it says that it is ready, waits for a line, then tells what it read."""

import json
import sys

import django


def main(hat_pk: int, address: str) -> None:
    django.setup()
    from accounts.models import Membership
    from tests.conftest import client_of

    client = client_of(Membership.objects.select_related("user").get(pk=hat_pk))
    client.get(address)
    print("ready", flush=True)  # noqa: T201 - what the test reads
    sys.stdin.readline()
    page = client.post(address, follow=True)
    print(json.dumps([page.status_code, page.content.decode()]), flush=True)  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
