//go:build servers

// Starting and stopping the servers, and the clients that call them.

package integration

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/smithwright/smithwright/integration/testdata/dynamodb"
	"github.com/smithwright/smithwright/integration/testdata/s3"
)

const region = "us-east-1"

// The key and the secret that s3rver knows.
var static = aws.CredentialsProviderFunc(func(context.Context) (aws.Credentials, error) {
	return aws.Credentials{AccessKeyID: "S3RVER", SecretAccessKey: "S3RVER"}, nil
})

// addresses are where the servers listen: S3 with TLS, too.
var addresses struct{ DynamoDB, S3, TLS string }

// trusting is an HTTP client that trusts the certificate of the server with TLS.
var trusting *http.Client

// TestMain runs the servers while the tests run. A complaint of theirs is a failure.
func TestMain(m *testing.M) {
	code, err := runWithServers(m.Run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// runWithServers starts the servers, calls run and stops them. They end by themselves when this process does, since their
// standard input ends with it.
func runWithServers(run func() int) (code int, err error) {
	folder, err := os.MkdirTemp("", "smithwright-s3-")
	if err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	key, cert, err := certificate(folder)
	if err != nil {
		return 1, err
	}
	defer trusting.CloseIdleConnections()
	// The tokens of s3rver's pages are encrypted by DES, which OpenSSL 3 has in its legacy provider only.
	command := exec.Command("node", "--openssl-legacy-provider", "servers/start.js", filepath.Join(folder, "objects"), key, cert)
	stdin, err := command.StdinPipe()
	if err != nil {
		return 1, err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return 1, err
	}
	var said said
	command.Stderr = &said
	if err := command.Start(); err != nil {
		return 1, err
	}
	started := time.AfterFunc(30*time.Second, func() { _ = command.Process.Kill() })
	lines := bufio.NewReader(stdout)
	line, err := lines.ReadString('\n')
	started.Stop()
	if err == nil {
		err = json.Unmarshal([]byte(line), &addresses)
	}
	if err != nil {
		_ = command.Process.Kill()
		_ = command.Wait()
		return 1, fmt.Errorf("the servers did not start: %w\n%s", err, said.String())
	}
	complaints := make(chan string, 1)
	go func() {
		text, _ := io.ReadAll(lines)
		complaints <- string(text)
	}()
	code = run()
	_ = stdin.Close() // which ends them
	end := time.AfterFunc(10*time.Second, func() { _ = command.Process.Kill() })
	text := <-complaints
	err = command.Wait()
	end.Stop()
	if err != nil {
		return 1, fmt.Errorf("the servers failed: %w\n%s", err, said.String())
	}
	return code, unexpected(text)
}

// certificate writes a key and a certificate of this machine into a folder, and makes the client that trusts it.
func certificate(folder string) (keyFile, certFile string, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", "", err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return "", "", err
	}
	keyBytes, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", "", err
	}
	certText := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert})
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(certText)
	trusting = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	keyFile, certFile = filepath.Join(folder, "key.pem"), filepath.Join(folder, "cert.pem")
	err = os.WriteFile(keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: keyBytes}), 0o600)
	return keyFile, certFile, errors.Join(err, os.WriteFile(certFile, certText, 0o600))
}

// wrong begins the keys of requests that are made wrong on purpose; wronged counts them. Each is to be complained of.
const wrong = "wrong-"

var wronged atomic.Int32

// unexpected is an error that holds the servers' complaints, if they are not those that were due.
func unexpected(text string) error {
	var other strings.Builder
	due := wronged.Load()
	for line := range strings.Lines(text) {
		if strings.Contains(line, "/"+wrong) {
			due--
		} else {
			other.WriteString(strings.ReplaceAll(line, `\n`, "\n"))
		}
	}
	switch {
	case other.Len() > 0:
		return fmt.Errorf("the servers complain:\n%s", other.String())
	case due != 0:
		return fmt.Errorf("of %d wrong requests, %d were not noticed:\n%s", wronged.Load(), due, text)
	}
	return nil
}

// said keeps what a server says. It is safe for concurrent use.
type said struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write takes what the server says.
func (s *said) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

// String is all of it.
func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func newDynamoDB(t *testing.T) *dynamodb.Client {
	t.Helper()
	c, err := dynamodb.New(dynamodb.Config{Region: region, Credentials: static, Endpoint: addresses.DynamoDB})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func newS3(t *testing.T, change ...func(*s3.Config)) *s3.Client {
	t.Helper()
	cfg := s3.Config{Region: region, Credentials: static, Endpoint: addresses.S3, UsePathStyle: true}
	for _, f := range change {
		f(&cfg)
	}
	c, err := s3.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// overTLS makes a client call S3 by TLS.
func overTLS(cfg *s3.Config) {
	cfg.Endpoint, cfg.HTTPClient = addresses.TLS, trusting
}
