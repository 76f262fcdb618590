"""Runs another program of this folder with TLS around its connections.

secure.py NAME HOST PROGRAM ARGUMENT…
Either side trusts the CA in ca.pem, and shows the certificate NAME.pem with the key NAME-key.pem, which
are read again for each connection; with the NAME - a client shows none. A server asks for one. A client
checks that the server's is for HOST. What fails is said; a server then waits for the next client.
"""
import os
import runpy
import socket
import ssl
import sys

own, host, program = sys.argv[1:4]
create_connection, create_server = socket.create_connection, socket.create_server


def context(purpose):
    made = ssl.create_default_context(purpose, cafile="ca.pem")
    if own != "-":
        made.load_cert_chain(own + ".pem", own + "-key.pem")
    return made


def connect(address):
    plain = create_connection(address)
    secure = context(ssl.Purpose.SERVER_AUTH).wrap_socket(plain, server_hostname=host)
    print("serial", secure.getpeercert()["serialNumber"], secure.version(), flush=True)
    return secure


class Listener:
    def __init__(self, plain):
        self._plain = plain

    def __enter__(self):
        return self

    def __exit__(self, *_failure):
        self._plain.close()

    def accept(self):
        while True:
            plain, address = self._plain.accept()
            secure = context(ssl.Purpose.CLIENT_AUTH)
            secure.verify_mode = ssl.CERT_REQUIRED
            try:
                return secure.wrap_socket(plain, server_side=True), address
            except OSError as e:
                print("handshake failed:", e, flush=True)


socket.create_connection = connect
socket.create_server = lambda *address, **options: Listener(create_server(*address, **options))
directory = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, directory)
sys.argv = [program + ".py"] + sys.argv[4:]
runpy.run_path(os.path.join(directory, program + ".py"), run_name="__main__")
