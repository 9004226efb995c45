#!/bin/sh
# Posts an e-mail from standard input to Askhours, signed after Standard Webhooks. For a mail server's pipe; email.md
# beside this file says how it is set up.
#
#   post-mail.sh ADDRESS SECRET_FILE < MESSAGE
#
# ADDRESS ends with /v1/sites/SITE/channels/CHANNEL/events. SECRET_FILE holds the channel's secret, whsec_ and base64,
# and nobody but this script's user should be able to read it. It takes a POSIX shell, curl and openssl.
#
# It ends with a status of sysexits.h: 0 when Askhours has the message, 69 when it never will take it, so that the mail
# server tells the sender, and 75 for all else, so that the mail server keeps the message and tries again.

umask 077
refused=69
later=75

fail() {
	status=$1
	shift
	printf '%s\n' "$*" >&2
	exit "$status"
}

[ $# -eq 2 ] || fail "$later" "usage: post-mail.sh ADDRESS SECRET_FILE < MESSAGE"
message=$(mktemp) || fail "$later" "there is no room for the message"
trap 'rm -f "$message"' EXIT
trap 'exit 75' HUP INT TERM
cat > "$message" || fail "$later" "there is no room for the message"

IFS= read -r secret < "$2" || [ -n "$secret" ] || fail "$later" "the secret cannot be read"
# The secret is an argument of no program, because every user of this machine can see those.
key=$(printf '%s' "${secret#whsec_}" | openssl base64 -d -A | od -A n -t x1 -v | tr -d ' \n')
[ ${#key} -ge 48 ] && [ ${#key} -le 128 ] || fail "$later" "the secret is not whsec_ and base64"

# The key as HMAC has it (RFC 2104): filled up with zeros to 64 bytes, and each of them changed by the same number.
pad() {
	rest=$key
	count=0
	while [ "$count" -lt 64 ]; do
		after=${rest#??}
		byte=${rest%"$after"}
		rest=$after
		# shellcheck disable=SC2059 # the format is the byte
		printf "\\$(printf '%03o' "$((0x${byte:-0} ^ $1))")"
		count=$((count + 1))
	done
}

# The same for the same message, so that Askhours knows a repetition.
id=mail_$(openssl dgst -sha256 -r < "$message" | cut -c 1-32)
seconds=$(date +%s)
signature=$({
	pad 92
	{
		pad 54
		printf '%s.%s.' "$id" "$seconds"
		cat "$message"
	} | openssl dgst -sha256 -binary
} | openssl dgst -sha256 -binary | openssl base64 -A)

code=$(curl --silent --show-error --max-time 60 --output /dev/null --write-out '%{http_code}' \
	--header "webhook-id: $id" --header "webhook-timestamp: $seconds" \
	--header "webhook-signature: v1,$signature" --header 'content-type: message/rfc822' \
	--header 'expect:' --data-binary "@$message" "$1")

case $code in
2??) exit 0 ;;
# No e-mail, too large, or for a conversation that there is not, perhaps because it was erased.
400 | 404 | 413 | 422) fail "$refused" "Askhours cannot take this message (status $code)" ;;
*) fail "$later" "Askhours could not be reached, or has answered with status ${code:-000}" ;;
esac
