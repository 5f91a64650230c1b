"""Whatever bytes come back: no crash, no answer that takes longer than ten seconds, no memory over 500 MB."""

import io
import random
import re
import resource
import time
import zipfile

import pytest

from tests.returns.test_damage import Sent, judged, sent, told

__all__ = ["sent"]

SECONDS, MEGABYTES = 10, 500
_PIECES = (
    *(b"<c", b"</c>", b"<v>", b"</v>", b"<row", b"<f>", b"<is><t>", b'r="A1"', b't="s"', b"&#x3;", b"&lt;", b"<!--"),
    *(
        b"-->",
        b"<![CDATA[",
        b"]]>",
        b"<?x ?>",
        b"\x00",
        b"\xff",
        b"1e999",
        b"-1",
        b"99999999999",
        b'"',
        b"'",
        b">",
        b"<",
    ),
    *(b'xmlns="urn:x"', b"definedName", b"sheetId", b'r:id="rId999"', "评".encode(), b"\xef\xbb\xbf"),
)


def mutated(content: bytes, seed: int) -> bytes:
    """Damage a package: a part of it, or its bytes."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    if chance.random() < 0.25:
        return _damaged(content, chance, bytes([chance.randrange(256)]))
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        members = {info.filename: file.read(info) for info in file.infolist()}
    for _ in range(chance.randint(1, 3)):
        name = chance.choice([member for member in members if member.endswith((".xml", ".rels", ".vml"))])
        match chance.randrange(5):
            case 0:
                members[name] = _damaged(members[name], chance, chance.choice(_PIECES))
            case 1:
                members[name] = _elements_moved(members[name], chance)
            case 2:
                members[name] = re.sub(rb'"(\d+)"', lambda item: _number(item, chance), members[name])
            case 3:
                members[chance.choice(list(members))] = members[name]
            case _:
                members.pop(name)
                members.setdefault("xl/empty.xml", b"")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return out.getvalue()


def _damaged(data: bytes, chance: random.Random, piece: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(changed) or 1)
        changed[at : at + chance.choice((0, 0, 1, len(piece), 200))] = piece
    return bytes(changed)


def _elements_moved(data: bytes, chance: random.Random) -> bytes:
    tags = [match.span() for match in re.finditer(rb"<[^>]*>", data)]
    if len(tags) < 4:
        return data
    (a, b), (c, d) = sorted(chance.sample(tags, 2))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _number(result: re.Match[bytes], chance: random.Random) -> bytes:
    if chance.random() < 0.97:
        return result[0]
    return b'"%d"' % chance.choice((0, -1, 1, 2**31, 2**63, 10**30, 1_048_576, 16_385))


def fuzz(sent: Sent, seeds: range) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    experienced = sent.judge(0, 1)
    for seed in seeds:
        content = mutated(sent.contents[2], seed)
        message = []
        for judge in (experienced, sent.judge()):
            begun = time.process_time()
            submission = judged(judge, content)
            message.append(told(submission))
            assert time.process_time() - begun < SECONDS, seed
            assert "return-failed" not in {problem.code for problem in submission.problems}, (seed, submission.problems)
            for item in (*submission.problems, *submission.remarks):
                assert item.text()
                assert item.text("en")
        assert message[0] == message[1], seed
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < MEGABYTES * 1024


def test_damaged_packages_are_reported_and_nothing_fails(sent: Sent) -> None:
    fuzz(sent, range(30))


@pytest.mark.long
def test_many_damaged_packages_are_reported_and_nothing_fails(sent: Sent) -> None:
    fuzz(sent, range(1_000, 2_000))
