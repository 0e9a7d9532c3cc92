// A server that verifies uploads as S3 does: checksums ahead of bodies and behind them, pieces and their signatures.

package e2e_test

import (
	"bufio"
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	stdlog "log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	sums "github.com/smithwright/smithwright/internal/emit/testdata/bodies"
)

// store is a server that keeps objects. It refuses what S3 refuses.
type store struct {
	*httptest.Server
	mu       sync.Mutex
	requests []received // without what the body was in pieces
	failing  int        // so many requests fail once their body is read
	reply    func(w http.ResponseWriter, r *http.Request)
}

// newStore starts a server, over TLS or not.
func newStore(t *testing.T, secure bool) *store {
	t.Helper()
	s := &store{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	s.Config.ErrorLog = stdlog.New(io.Discard, "", 0) // a client may hang up
	if secure {
		s.StartTLS()
	} else {
		s.Start()
	}
	if transport, ok := s.Client().Transport.(*http.Transport); ok {
		transport.ExpectContinueTimeout = 5 * time.Second
	}
	t.Cleanup(s.Close)
	return s
}

// client makes a client of the store.
func (s *store) client(t *testing.T, change ...func(*sums.Config)) *sums.Client {
	t.Helper()
	cfg := sums.Config{Region: "us-east-1", Credentials: credentials, Endpoint: s.URL}
	cfg.HTTPClient, cfg.Retryer = s.Client(), fast()
	for _, f := range change {
		f(&cfg)
	}
	c, err := sums.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (s *store) serve(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Amz-Request-Id", "of-the-store")
	if s.reply != nil && r.Method == http.MethodGet {
		s.reply(w, r)
		return
	}
	body, err := verifiedBody(r)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, received{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, r.Header, string(body)})
	switch {
	case err != nil:
		refuse(w, http.StatusBadRequest, err.Error())
	case s.failing > 0:
		s.failing--
		refuse(w, http.StatusInternalServerError, "try again")
	}
}

func refuse(w http.ResponseWriter, status int, text string) {
	w.WriteHeader(status)
	fmt.Fprintf(w, "<Error><Code>Refused</Code><Message>%s</Message></Error>", strings.NewReplacer("<", "(", "&", "+").Replace(text))
}

// all returns the requests that came.
func (s *store) all() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]received(nil), s.requests...)
}

// verifiedBody reads a request's body as the request says that it is encoded, and checks all that it says of it.
func verifiedBody(r *http.Request) ([]byte, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if n := int64(len(raw)); r.ContentLength != n {
		return nil, fmt.Errorf("the length is %d, and %d bytes came", r.ContentLength, n)
	}
	sum := r.Header.Get("X-Amz-Checksum-Crc32")
	switch hash := r.Header.Get("X-Amz-Content-Sha256"); hash {
	case "UNSIGNED-PAYLOAD":
		if r.TLS == nil {
			return nil, errors.New("a body that nobody signed, over a connection that nobody encrypted")
		}
	case "STREAMING-UNSIGNED-PAYLOAD-TRAILER", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
		var trailer map[string]string
		if raw, trailer, err = pieced(r, raw); err != nil {
			return nil, err
		}
		if sum != "" {
			return nil, errors.New("a checksum ahead of the body and one behind it")
		}
		sum = trailer["x-amz-checksum-crc32"]
	default:
		if own := sha256.Sum256(raw); hash != hex.EncodeToString(own[:]) {
			return nil, errors.New("the hash is that of another body")
		}
	}
	if own := crc32.ChecksumIEEE(raw); sum != "" && sum != base64.StdEncoding.EncodeToString([]byte{byte(own >> 24), byte(own >> 16), byte(own >> 8), byte(own)}) {
		return nil, fmt.Errorf("the checksum %s is that of another body", sum)
	}
	return raw, nil
}

// pieced reads a body in pieces, checks their signatures if they have some, and returns what stands in the trailer.
func pieced(r *http.Request, raw []byte) ([]byte, map[string]string, error) {
	if !strings.HasSuffix(r.Header.Get("Content-Encoding"), "aws-chunked") || r.Header.Get("X-Amz-Trailer") == "" {
		return nil, nil, errors.New("the headers say nothing of pieces")
	}
	sign := pieceSigner(r)
	in, body := bufio.NewReader(bytes.NewReader(raw)), []byte(nil)
	for {
		head, err := in.ReadString('\n')
		if err != nil {
			return nil, nil, err
		}
		size, signature, _ := strings.Cut(strings.TrimSpace(head), ";chunk-signature=")
		n, err := strconv.ParseInt(size, 16, 32)
		if err != nil {
			return nil, nil, err
		}
		piece := make([]byte, n)
		if _, err := io.ReadFull(in, piece); err != nil {
			return nil, nil, err
		}
		if want := sign("AWS4-HMAC-SHA256-PAYLOAD", piece); signature != want {
			return nil, nil, fmt.Errorf("the piece of %d bytes is signed %q, not %q", n, signature, want)
		}
		if n == 0 {
			break
		}
		if end, err := in.ReadString('\n'); err != nil || end != "\r\n" {
			return nil, nil, fmt.Errorf("%q behind a piece: %w", end, err)
		}
		body = append(body, piece...)
	}
	if length := strconv.Itoa(len(body)); r.Header.Get("X-Amz-Decoded-Content-Length") != length {
		return nil, nil, fmt.Errorf("%s bytes, and %s were announced", length, r.Header.Get("X-Amz-Decoded-Content-Length"))
	}
	trailer, signed := map[string]string{}, ""
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return nil, nil, err
		}
		if line == "\r\n" {
			break
		}
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		trailer[name] = value
		if name != "x-amz-trailer-signature" {
			signed += name + ":" + value + "\n"
		}
	}
	if want := sign("AWS4-HMAC-SHA256-TRAILER", []byte(signed)); trailer["x-amz-trailer-signature"] != want {
		return nil, nil, fmt.Errorf("the trailer is signed %q, not %q", trailer["x-amz-trailer-signature"], want)
	}
	if _, ok := trailer[r.Header.Get("X-Amz-Trailer")]; !ok {
		return nil, nil, fmt.Errorf("the trailer lacks %s", r.Header.Get("X-Amz-Trailer"))
	}
	return body, trailer, nil
}

// pieceSigner computes the signatures of pieces as AWS documents them; "" for a body whose pieces have none.
func pieceSigner(r *http.Request) func(algorithm string, data []byte) string {
	if r.Header.Get("X-Amz-Content-Sha256") == "STREAMING-UNSIGNED-PAYLOAD-TRAILER" {
		return func(string, []byte) string { return "" }
	}
	mac := func(key []byte, text string) []byte {
		h := hmac.New(sha256.New, key)
		_, _ = h.Write([]byte(text))
		return h.Sum(nil)
	}
	hash := func(data []byte) string {
		sum := sha256.Sum256(data)
		return hex.EncodeToString(sum[:])
	}
	authorization := r.Header.Get("Authorization")
	_, previous, _ := strings.Cut(authorization, "Signature=")
	_, scope, _ := strings.Cut(authorization, "Credential=")
	scope, _, _ = strings.Cut(scope, ",")
	_, scope, _ = strings.Cut(scope, "/")
	secret, _ := credentials.Retrieve(r.Context())
	key := []byte("AWS4" + secret.SecretAccessKey)
	for part := range strings.SplitSeq(scope, "/") {
		key = mac(key, part)
	}
	return func(algorithm string, data []byte) string {
		lines := []string{algorithm, r.Header.Get("X-Amz-Date"), scope, previous}
		if algorithm == "AWS4-HMAC-SHA256-PAYLOAD" {
			lines = append(lines, hash(nil))
		}
		previous = hex.EncodeToString(mac(key, strings.Join(append(lines, hash(data)), "\n")))
		return previous
	}
}
