"""Words that must not leave, sought in all that a mail holds: each part decoded, workbooks unpacked.

usage: planted.py DOMAIN WORD... -- MAIL.eml...
Of mails to DOMAIN alone; says where each word stands, then how many mails were searched; fails if
a word was found."""
import email
import email.policy
import io
import sys
import zipfile


def texts(message):
    yield "headers", "\n".join(f"{k}: {v}" for k, v in message.items()).encode()
    for part in message.walk():
        body = part.get_payload(decode=True)
        if body is None:
            continue
        yield part.get_content_type(), body
        if zipfile.is_zipfile(io.BytesIO(body)):
            book = zipfile.ZipFile(io.BytesIO(body))
            for name in book.namelist():
                yield name, book.read(name)


def main(domain, *rest):
    words = rest[:rest.index("--")]
    found = searched = 0
    for path in rest[rest.index("--") + 1:]:
        with open(path, "rb") as file:
            message = email.message_from_binary_file(file, policy=email.policy.default)
        if not str(message["To"]).endswith(domain):
            continue
        searched += 1
        for where, body in texts(message):
            for word in words:
                if word.encode() in body:
                    print(f"{path}: {where}: {word}")
                    found += 1
    print(f"{searched} mails searched")
    return 1 if found else 0


sys.exit(main(*sys.argv[1:]))
