// A signature in the query of a request, for somebody who has no credentials.

package awsv4

import (
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Presigning is a signature that goes into a query.
type Presigning struct {
	Algorithm   string
	KeyID       string
	Token       string // of the session; empty for none
	Scope       string
	RegionSet   string // of version 4A; empty for version 4
	PayloadHash string // the hex SHA-256 of the body, or a word that stands for it
	At          time.Time
	Expires     time.Duration
	Plain       bool // the path is signed as it is sent

	// Seal returns the signature of a statement.
	Seal func(statement []byte) ([]byte, error)
}

// Sign adds the signature to the query of r, and returns the headers that have to be sent with it. What the request has in
// headers of AWS's own moves into the query, but for those that services look for in headers only.
func (p *Presigning) Sign(r *http.Request) (http.Header, error) {
	values := []string{
		"X-Amz-Algorithm", p.Algorithm,
		"X-Amz-Credential", p.KeyID + "/" + p.Scope,
		"X-Amz-Date", p.At.UTC().Format(LongTime),
		"X-Amz-Expires", strconv.FormatInt(int64(p.Expires/time.Second), 10),
		"X-Amz-Region-Set", p.RegionSet,
		"X-Amz-Security-Token", p.Token,
	}
	query := []byte(r.URL.RawQuery)
	for i := 0; i < len(values); i += 2 {
		if values[i+1] != "" {
			query = appendParameter(query, values[i], values[i+1])
		}
	}
	query = hoist(query, r.Header)
	var s scratch
	s.collect(r)
	signed := string(s.appendNames(nil))
	r.URL.RawQuery = string(appendParameter(query, "X-Amz-SignedHeaders", signed))

	sum, _ := Sum(r, p.PayloadHash, p.Plain)
	signature, err := p.Seal(Statement(nil, p.Algorithm, p.Scope, p.At, &sum))
	if err != nil {
		return nil, err
	}
	r.URL.RawQuery += "&X-Amz-Signature=" + hex.EncodeToString(signature)
	header := http.Header{}
	for _, name := range s.names {
		switch name {
		case host:
		case contentLength:
			header["Content-Length"] = []string{strconv.FormatInt(r.ContentLength, 10)}
		default:
			header[name] = r.Header[name]
		}
	}
	return header, nil
}

func appendParameter(query []byte, name, value string) []byte {
	if len(query) > 0 {
		query = append(query, '&')
	}
	query = append(append(query, name...), '=')
	return append(query, strings.ReplaceAll(url.QueryEscape(value), "+", "%20")...)
}

// hoist moves headers into a query, in the order of their names.
func hoist(query []byte, h http.Header) []byte {
	var s scratch
	s.collect(&http.Request{Header: h})
	for _, name := range s.names {
		if !hoisted(name) {
			continue
		}
		parameter := name
		switch name {
		case "X-Amz-Expected-Bucket-Owner", "X-Amz-Request-Payer": // Amazon S3 knows these in lower case only
			parameter = strings.ToLower(name)
		}
		for _, value := range h[name] {
			query = appendParameter(query, parameter, value)
		}
		delete(h, name)
	}
	return query
}

// inHeaders are the endings of names of headers which services look for in headers only.
var inHeaders = []string{
	"acl", "content-sha256", "copy-source", "copy-source-if-match", "copy-source-if-modified-since", "copy-source-if-none-match",
	"copy-source-if-unmodified-since", "copy-source-range", "copy-source-server-side-encryption-customer-algorithm",
	"copy-source-server-side-encryption-customer-key", "copy-source-server-side-encryption-customer-key-md5", "grant-full-control",
	"grant-read", "grant-read-acp", "grant-write", "grant-write-acp", "metadata-directive", "mfa", "server-side-encryption",
	"server-side-encryption-aws-kms-key-id", "server-side-encryption-context", "server-side-encryption-customer-algorithm",
	"server-side-encryption-customer-key", "server-side-encryption-customer-key-md5", "storage-class", "tagging",
	"website-redirect-location",
}

// hoisted reports whether a header moves into the query.
func hoisted(name string) bool {
	rest, ok := strings.CutPrefix(strings.ToLower(name), "x-amz-")
	if !ok || strings.HasPrefix(rest, "meta-") || strings.HasPrefix(rest, "object-lock-") ||
		strings.HasPrefix(rest, "checksum-") && !strings.HasPrefix(rest, "checksum-mode") {
		return false
	}
	for _, in := range inHeaders {
		if rest == in {
			return false
		}
	}
	return true
}
