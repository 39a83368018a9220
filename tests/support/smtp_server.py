"""A mail server for tests, on loopback alone, that misbehaves as the recipient's name asks.

usage: smtp_server.py DIR [--tls CERT KEY] [--client-ca CA] [--login USER PASSWORD] [--greeting CODE]

Writes DIR/port when it listens, DIR/log as it goes (one word and a recipient a line), and
DIR/mail-N.eml for what it took.  A recipient's name begins with

  ok       taken                     grey     450 at the first attempt, then taken
  no       550                       content  554 after the data
  busy     451 after the data, once  drop     waits for DIR/release, then cuts the
                                              connection within the data, once
  silent   no answer to RCPT, once   lost     takes it, and closes without a word
  hold     takes it, and answers when DIR/release is there
"""

import argparse
import base64
import os
import socket
import ssl
import threading
import time

parser = argparse.ArgumentParser()
parser.add_argument("dir")
parser.add_argument("--tls", nargs=2)
parser.add_argument("--client-ca")
parser.add_argument("--login", nargs=2)
parser.add_argument("--greeting", default="220")
options = parser.parse_args()

lock = threading.Lock()
seen = set()
taken = 0


def note(word, recipient):
    with lock, open(f"{options.dir}/log", "a") as log:
        log.write(f"{word} {recipient}\n")


def first_time(recipient):
    with lock:
        new = recipient not in seen
        seen.add(recipient)
        return new


def keep(recipient, message):
    global taken
    with lock:
        taken += 1
        name = f"{options.dir}/mail-{taken}.eml"
    with open(name + ".part", "wb") as file:
        file.write(message)
    os.rename(name + ".part", name)
    note("stored", recipient)


def released():
    while not os.path.exists(f"{options.dir}/release"):
        time.sleep(0.01)


class Session:
    def __init__(self, connection):
        self.connection = connection
        self.file = connection.makefile("rb")
        self.recipient = ""
        self.secure = False
        self.known = options.login is None

    def say(self, text):
        self.connection.sendall(text.encode() + b"\r\n")

    def offers(self):
        words = ["127.0.0.1"]
        words += ["STARTTLS"] if options.tls and not self.secure else []
        words += ["AUTH PLAIN"] if options.login and self.secure else []
        for word in words[:-1]:
            self.say("250-" + word)
        self.say("250 " + words[-1])

    def start_tls(self):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*options.tls)
        if options.client_ca:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(options.client_ca)
        self.say("220 go on")
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.file = self.connection.makefile("rb")
        self.secure = True

    def log_in(self, line):
        wanted = base64.b64encode("\0".join(["", *options.login]).encode()).decode()
        words = line.split()
        if len(words) == 2:
            self.say("334 ")
            words.append(self.file.readline().decode().strip())
        self.known = words[2] == wanted
        self.say("235 welcome" if self.known else "535 5.7.8 that is not right")

    def name_recipient(self, line):
        self.recipient = line[line.index("<") + 1 : line.index(">")]
        note("rcpt", self.recipient)
        kind = self.recipient
        if kind.startswith("no"):
            self.say("550 5.1.1 there is no such person")
        elif kind.startswith("grey") and first_time(kind):
            self.say("450 4.2.0 greylisted, come back later")
        elif kind.startswith("silent") and first_time(kind):
            time.sleep(8)
            raise ConnectionError
        else:
            self.say("250 good")

    def read_message(self):
        lines = []
        while True:
            try:
                line = self.file.readline()
            except OSError:
                line = b""
            if not line:
                note("cut", self.recipient)
                raise ConnectionError
            if line == b".\r\n":
                return b"".join(lines)
            lines.append(line[1:] if line.startswith(b".") else line)

    def take_data(self):
        kind = self.recipient
        if kind.startswith("drop") and first_time(kind):
            note("waiting", kind)
            released()
            self.say("354 go on")
            self.file.readline()
            self.close()
            note("dropped", kind)
            raise ConnectionError
        self.say("354 go on")
        message = self.read_message()
        note("ended", kind)
        if kind.startswith("content"):
            self.say("554 5.6.0 we do not like it")
            return
        if kind.startswith("busy") and first_time(kind):
            self.say("451 4.3.0 try again")
            return
        keep(kind, message)
        if kind.startswith("lost"):
            raise ConnectionError
        if kind.startswith("hold"):
            released()
        self.say("250 2.0.0 taken")
        note("replied", kind)

    def command(self, line):
        word = line[:4].upper()
        if word == "EHLO":
            self.offers()
        elif line.upper().startswith("STARTTLS") and options.tls:
            self.start_tls()
        elif word == "AUTH" and options.login:
            self.log_in(line)
        elif word == "MAIL" and not self.known:
            self.say("530 5.7.0 say who you are")
        elif word == "MAIL":
            note("mail", line[line.index("<") + 1 : line.index(">")] + (" tls" if self.secure else " plain"))
            self.say("250 good")
        elif word == "RCPT":
            self.name_recipient(line)
        elif word == "DATA":
            self.take_data()
        elif word == "QUIT":
            self.say("221 bye")
            return False
        else:
            self.say("250 good")
        return True

    def close(self):
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.connection.close()

    def run(self):
        try:
            self.say(f"{options.greeting} 127.0.0.1 ESMTP")
            going = options.greeting == "220"
            while going:
                line = self.file.readline().decode("ascii", "replace").rstrip("\r\n")
                going = line != "" and self.command(line)
        except (OSError, ConnectionError, ssl.SSLError):
            pass
        finally:
            self.close()


def main():
    listener = socket.create_server(("127.0.0.1", 0))
    with open(f"{options.dir}/port.part", "w") as file:
        file.write(str(listener.getsockname()[1]))
    os.rename(f"{options.dir}/port.part", f"{options.dir}/port")
    while True:
        connection, _ = listener.accept()
        note("connected", "-")
        threading.Thread(target=Session(connection).run, daemon=True).start()


main()
