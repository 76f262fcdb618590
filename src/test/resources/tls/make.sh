#!/bin/sh
# Makes the certificates and keys of the unit tests again, valid for a hundred years.
set -e
cd "$(dirname "$0")"

authority() { # NAME
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 36500 \
    -subj "/CN=$1" -keyout "$1-key.pem" -out "$1.pem" 2>/dev/null
}

signed() { # NAME CA EXTENSION SERIAL [validity]
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" \
    -addext "$3" -keyout "$1-key.pem" -out "$1.csr" 2>/dev/null
  openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2-key.pem" -set_serial "$4" \
    -copy_extensions copy ${5:--days 36500} -out "$1.pem" 2>/dev/null
  rm "$1.csr"
}

authority ca
authority stranger
signed studio ca "subjectAltName=DNS:studio.example,IP:127.0.0.1" 1
signed renewed ca "subjectAltName=DNS:studio.example,IP:127.0.0.1" 2
signed sender ca "subjectAltName=DNS:sender.example" 3
signed intruder stranger "subjectAltName=DNS:studio.example" 4
signed expired ca "subjectAltName=DNS:studio.example" 5 "-days -1"
openssl ec -in studio-key.pem -out studio-sec1-key.pem 2>/dev/null
openssl pkcs8 -topk8 -in studio-key.pem -passout pass:secret -out studio-encrypted-key.pem
openssl req -x509 -newkey rsa:2048 -nodes -days 36500 -subj "/CN=rsa" \
  -addext "subjectAltName=DNS:studio.example" -keyout rsa-key.pem -out rsa.pem 2>/dev/null
openssl rsa -traditional -in rsa-key.pem -out rsa-pkcs1-key.pem 2>/dev/null
openssl req -x509 -newkey ed25519 -nodes -days 36500 -subj "/CN=ed25519" \
  -keyout ed25519-key.pem -out ed25519.pem 2>/dev/null
rm stranger-key.pem ca-key.pem
