//go:build generated

// Signatures for many Regions, which are different each time: they are verified.

package signatures

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"math/big"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// key is the key of the credentials, derived once more. The signatures of the peer show that it is right.
var key = sync.OnceValue(func() *ecdsa.PrivateKey {
	const algorithm = "AWS4-ECDSA-P256-SHA256"
	n := elliptic.P256().Params().N
	for counter := byte(1); ; counter++ {
		h := hmac.New(sha256.New, []byte("AWS4A"+credentials.SecretAccessKey))
		_, _ = h.Write([]byte("\x00\x00\x00\x01" + algorithm + "\x00" + credentials.AccessKeyID + string(rune(counter)) + "\x00\x00\x01\x00"))
		c := new(big.Int).SetBytes(h.Sum(nil))
		if c.Cmp(new(big.Int).Sub(n, big.NewInt(2))) > 0 {
			continue
		}
		key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), c.Add(c, big.NewInt(1)).FillBytes(make([]byte, 32)))
		if err != nil {
			panic(err)
		}
		return key
	}
})

// verify puts the canonical form of a request together in the plainest way, and verifies its signature.
func verify(t *testing.T, r *http.Request) bool {
	t.Helper()
	authorization := r.Header.Get("Authorization")
	field := func(name, end string) string {
		_, rest, _ := strings.Cut(authorization, name+"=")
		value, _, _ := strings.Cut(rest, end)
		return value
	}
	names := field("SignedHeaders", ",")
	var headers strings.Builder
	for name := range strings.SplitSeq(names, ";") {
		var values []string
		for _, v := range r.Header.Values(name) {
			values = append(values, strings.Join(strings.FieldsFunc(strings.TrimSpace(v), func(c rune) bool { return c == ' ' }), " "))
		}
		value := strings.Join(values, ",")
		switch name {
		case "host":
			value = r.URL.Host
		case "content-length":
			value = strconv.FormatInt(r.ContentLength, 10)
		}
		headers.WriteString(name + ":" + value + "\n")
	}
	query := strings.ReplaceAll(mustParse(t, r.URL.RawQuery).Encode(), "+", "%20") // in the order of the names, of which none comes twice
	form := strings.Join([]string{r.Method, r.URL.EscapedPath(), query, headers.String(), names, r.Header.Get("X-Amz-Content-Sha256")}, "\n")
	_, scope, _ := strings.Cut(field("Credential", ","), "/")
	sum := sha256.Sum256([]byte(form))
	statement := sha256.Sum256([]byte("AWS4-ECDSA-P256-SHA256\n" + r.Header.Get("X-Amz-Date") + "\n" + scope + "\n" + hex.EncodeToString(sum[:])))
	signature, err := hex.DecodeString(field("Signature", ","))
	if err != nil {
		t.Error(err)
		return false
	}
	if !ecdsa.VerifyASN1(&key().PublicKey, statement[:], signature) || r.Header.Get("X-Amz-Region-Set") != "*" {
		t.Errorf("%s %s: the signature is not of\n%s", r.Method, r.URL, form)
		return false
	}
	return true
}

func mustParse(t *testing.T, query string) url.Values {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Error(err)
	}
	return values
}
