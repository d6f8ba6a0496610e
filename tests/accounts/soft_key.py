"""A passkey in Python: what a phone answers when a page asks it to make a key, or to sign with it."""

import hashlib
import json

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN, PLACE = "http://testserver", "testserver"
FLAG = AuthenticatorData.FLAG
NO_MODEL = b"\0" * 16


class SoftKey:
    def __init__(self, name=b"a key"):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = name
        self.owner = None

    def create(self, asked):
        """The credential a form posts after `navigator.credentials.create`."""
        self.owner = asked["publicKey"]["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        attested = AttestedCredentialData.create(NO_MODEL, self.name, public)
        said = AuthenticatorData.create(place(), FLAG.UP | FLAG.UV | FLAG.AT, 0, attested)
        return self._answer(
            {
                "clientDataJSON": websafe_encode(client_data("webauthn.create", asked)),
                "attestationObject": websafe_encode(AttestationObject.create("none", said, {})),
            },
            extensions={"credProps": {"rk": True}},
        )

    def get(self, asked):
        """The credential a form posts after `navigator.credentials.get`."""
        said = AuthenticatorData.create(place(), FLAG.UP | FLAG.UV, 1)
        heard = client_data("webauthn.get", asked)
        signature = self.key.sign(bytes(said) + heard.hash, ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(heard),
                "authenticatorData": websafe_encode(said),
                "signature": websafe_encode(signature),
                "userHandle": self.owner,
            }
        )

    def _answer(self, response, extensions=None):
        name = websafe_encode(self.name)
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "response": response,
                "clientExtensionResults": extensions or {},
            }
        )


def place():
    return hashlib.sha256(PLACE.encode()).digest()


def client_data(kind, asked):
    return CollectedClientData.create(kind, asked["publicKey"]["challenge"], ORIGIN)
