"""A client that knows nothing of pfq but its .proto files.

usage: foreign_client.py PROTO_DIR INTAKE_ENDPOINT FEEDBACK_ENDPOINT
Sends a submission, sends it again, reads the force's mailbox and acknowledges it, with
its own protobuf library and its own ZeroMQ binding.  Exit 0 when all of it is as the
contract says.
"""

import glob
import subprocess
import sys
import tempfile

import zmq


def contract(proto_dir):
    """The contract as Python modules, made by protoc as an integrator would."""
    out = tempfile.mkdtemp(prefix="pfq-foreign-")
    files = sorted(glob.glob(proto_dir + "/*.proto"))
    subprocess.run(["protoc", "-I", proto_dir, "--python_out", out] + files, check=True)
    sys.path.insert(0, out)
    import envelope_pb2
    import receipt_pb2
    import submission_pb2

    return envelope_pb2, receipt_pb2, submission_pb2


def ask(socket, envelope):
    socket.send(envelope.SerializeToString())
    answer = type(envelope)()
    answer.ParseFromString(socket.recv())
    assert answer.id == envelope.id, "the answer carries the id of the request"
    return answer


def connect(context, endpoint):
    socket = context.socket(zmq.DEALER)
    socket.setsockopt(zmq.RCVTIMEO, 20000)
    socket.setsockopt(zmq.LINGER, 0)
    socket.connect(endpoint)
    return socket


def main():
    env, rec, sub = contract(sys.argv[1])
    context = zmq.Context()
    intake = connect(context, sys.argv[2])
    feedback = connect(context, sys.argv[3])

    message = env.Envelope(id="foreign-1", source="foreign", schema_version=1)
    message.submission.urn = "40BA0001226"
    message.submission.submitting_force = "40"
    message.submission.file_type = sub.FILE_TYPE_FH_GAP
    message.submission.submitted_at = 1777800000000
    message.submission.witnesses.SetInParent()  # an empty list: there are none

    first = ask(intake, message).receipt
    assert first.answer == rec.ANSWER_ACCEPTED, first
    assert first.urn == "40BA0001226" and first.ordinal == 1
    again = ask(intake, message).receipt
    assert again.answer == rec.ANSWER_DUPLICATE, again
    assert list(again.findings) == list(first.findings)

    fetch = env.Envelope(id="foreign-2", source="foreign")
    fetch.mailbox_fetch.force = "40"
    fetch.mailbox_fetch.consumer = "foreign"
    page = ask(feedback, fetch).mailbox_page
    assert [item.number for item in page.items] == [1], page
    assert list(page.items[0].receipt.findings) == list(first.findings)

    ack = env.Envelope(id="foreign-3", source="foreign")
    ack.mailbox_ack.force = "40"
    ack.mailbox_ack.consumer = "foreign"
    ack.mailbox_ack.up_to = 1
    assert ask(feedback, ack).mailbox_acked.acknowledged == 1
    assert len(ask(feedback, fetch).mailbox_page.items) == 0


def read_digest():
    """A digest in the mailbox of a force: PROTO INTAKE FEEDBACK FORCE AFTER."""
    env, _, _ = contract(sys.argv[1])
    import digest_pb2
    import feedback_pb2

    feedback = connect(zmq.Context(), sys.argv[3])
    fetch = env.Envelope(id="foreign-4", source="foreign")
    fetch.mailbox_fetch.force = sys.argv[4]
    fetch.mailbox_fetch.consumer = "foreign"
    fetch.mailbox_fetch.after = int(sys.argv[5])
    items = ask(feedback, fetch).mailbox_page.items
    digests = [i.digest for i in items if i.kind == feedback_pb2.FEEDBACK_KIND_DIGEST]
    months = [d for d in digests if d.kind == digest_pb2.DIGEST_KIND_MONTHLY]
    assert len(months) == 1, items
    assert months[0].audience == digest_pb2.AUDIENCE_OUTSIDE and months[0].received.files == 12
    assert months[0].ByteSize() <= 64 * 1024


if len(sys.argv) > 4:
    read_digest()
else:
    main()
