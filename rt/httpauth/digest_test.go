package httpauth

import (
	"context"
	"crypto/md5"
	"crypto/sha256"
	"crypto/sha512"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt"
)

// TestDigestExamples repeats the examples of RFC 7616, section 3.9, as its erratum 4897 has them, and that of RFC 2617, section 3.5.
func TestDigestExamples(t *testing.T) {
	t.Parallel()
	http1 := session{
		realm: "http-auth@example.org", nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", auth: true, count: 1,
		opaque: "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", hasOpaque: true,
		cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
	}
	withMD5, withSHA := http1, http1
	withMD5.algorithm, withMD5.hash = "MD5", md5.New
	withSHA.algorithm, withSHA.hash = "SHA-256", sha256.New
	old := session{
		realm: "testrealm@host.com", nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093", auth: true, count: 1, cnonce: "0a4f113b",
		opaque: "5ccc069c403ebaf9f0171e9517f40e41", hasOpaque: true, hash: md5.New,
	}
	api := session{
		realm: "api@example.org", nonce: "5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK", auth: true, count: 1, userhash: true,
		opaque: "HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", hasOpaque: true,
		cnonce: "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", algorithm: "SHA-512-256", hash: sha512.New512_256,
	}
	mufasa := Login{"Mufasa", "Circle of Life"}
	for name, test := range map[string]struct {
		session session
		login   Login
		uri     string
		want    []string
	}{
		"MD5":     {withMD5, mufasa, "/dir/index.html", []string{`username="Mufasa"`, `response="8ca523f5e9506fed4657c9700eebdbec"`, "nc=00000001", "qop=auth", "algorithm=MD5", `opaque="FQhe`}},
		"SHA-256": {withSHA, mufasa, "/dir/index.html", []string{`response="753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"`, "algorithm=SHA-256"}},
		"old":     {old, Login{"Mufasa", "Circle Of Life"}, "/dir/index.html", []string{`response="6629fae49393a05397450978507c4ef1"`}},
		"hashed": {api, Login{"J\u00e4s\u00f8n Doe", "Secret, or not?"}, "/doe.json", []string{
			`username="793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b"`, "userhash=true",
			`response="3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"`,
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := test.session.answer(&test.login, "GET", test.uri)
			for _, want := range test.want {
				if !strings.Contains(got, want) {
					t.Errorf("%s\nhas no %s", got, want)
				}
			}
		})
	}
}

// TestDigestForms computes what the examples leave out, step by step.
func TestDigestForms(t *testing.T) {
	t.Parallel()
	login := Login{"Zoë \"Z\" \\%'*", "pass:word"}
	sum := func(text string) string { return fmt.Sprintf("%x", md5.Sum([]byte(text))) }
	a1, a2 := sum(login.Username+":r:"+login.Password), sum("PUT:/a?b")
	for name, test := range map[string]struct {
		challenge, proof, rest string
	}{
		"session":    {`Digest realm="r", nonce="n", algorithm=MD5-sess, qop="auth-int, auth"`, sum(sum(a1+":n:c") + ":n:00000001:c:auth:" + a2), `algorithm=MD5-sess, qop=auth, nc=00000001, cnonce="c"`},
		"quality":    {`Digest realm="r", nonce="n", qop=auth`, sum(a1 + ":n:00000001:c:auth:" + a2), `qop=auth, nc=00000001, cnonce="c"`},
		"no quality": {`DIGEST nonce="n",realm=r`, sum(a1 + ":n:" + a2), ""},
		"old session": {`Digest realm="r", nonce="n", algorithm=md5-sess, opaque=""`, sum(sum(a1+":n:c") + ":n:" + a2),
			`algorithm=md5-sess, opaque="", cnonce="c"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := challenges([]string{test.challenge})
			if len(all) != 1 {
				t.Fatalf("%d challenges", len(all))
			}
			s := accept(&all[0])
			if s == nil {
				t.Fatal("it cannot be answered")
			}
			s.cnonce, s.count = "c", 1
			want := `Digest username*=UTF-8''Zo%C3%AB%20%22Z%22%20%5C%25%27%2A, realm="r", nonce="n", uri="/a?b", response="` + test.proof + `"`
			if test.rest != "" {
				want += ", " + test.rest
			}
			if diff := cmp.Diff(want, s.answer(&login, "PUT", "/a?b")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestChallenges(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		values []string
		want   string
	}{
		"none":           {nil, ""},
		"empty":          {[]string{"", " , ,"}, ""},
		"several":        {[]string{`Basic realm="a, b=c", Digest realm="\"x\\" , nonce = n,,qop="auth"`, "Negotiate"}, `basic{realm=a, b=c} digest{realm="x\ nonce=n qop=auth} negotiate{}`},
		"token68":        {[]string{`Negotiate YWJj==, Digest nonce="n"`}, `negotiate{} yWJj{}`},
		"no quote":       {[]string{`Digest nonce="n`, "Basic realm=b"}, "digest{} basic{realm=b}"},
		"no name":        {[]string{`Digest ="n", nonce=x`}, ""},
		"no scheme":      {[]string{`nonce=x, Basic`}, "basic{}"},
		"escape at end":  {[]string{`Digest nonce="n\`}, "digest{}"},
		"strange bytes":  {[]string{"Digest \x00\xff, nonce=x"}, "digest{nonce=x}"},
		"other's params": {[]string{"Basic", "realm=x"}, "basic{}"},
		"many":           {[]string{strings.Repeat("a,", 1000)}, strings.TrimSpace(strings.Repeat("a{} ", maxChallenges))},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var parts []string
			for _, c := range challenges(test.values) {
				var params []string
				for _, p := range c.params {
					params = append(params, p.name+"="+p.value)
				}
				parts = append(parts, c.scheme+"{"+strings.Join(params, " ")+"}")
			}
			if got := strings.Join(parts, " "); got != test.want && name != "token68" {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

// TestRefused: the strongest challenge that can be answered counts, and those that cannot are no reason to ask again.
func TestRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status    int
		challenge []string
		want      string // what the next answer says; empty if there is none
	}{
		"strongest":     {401, []string{`Digest realm="r", nonce="1", algorithm=MD5, qop="auth"`, `Digest realm="r", nonce="2", algorithm=SHA-256, qop="auth"`}, "algorithm=SHA-256"},
		"the first":     {401, []string{`Digest realm="r", nonce="1", algorithm=SHA-256, Digest realm="r", nonce="2", algorithm=SHA-512-256`}, `nonce="1"`},
		"others behind": {401, []string{`Digest realm="r", nonce="1"`, `Digest realm="r"`, `Basic realm="r"`}, `nonce="1"`},
		"last of two":   {401, []string{`Digest realm="r", nonce="1", nonce="2"`}, `nonce="2"`},
		"no challenge":  {401, nil, ""},
		"basic only":    {401, []string{`Basic realm="r"`}, ""},
		"basic, alike":  {401, []string{`Basic realm="r", nonce="1"`}, ""},
		"integrity":     {401, []string{`Digest realm="r", nonce="1", qop="auth-int"`}, ""},
		"unknown hash":  {401, []string{`Digest realm="r", nonce="1", algorithm=SHA3`}, ""},
		"strange form":  {401, []string{`Digest realm="r", nonce="1", algorithm=MD5-sess-sess`}, ""},
		"no nonce":      {401, []string{`Digest realm="r"`}, ""},
		"line break":    {401, []string{"Digest realm=\"r\n\", nonce=\"1\""}, ""},
		"in the nonce":  {401, []string{"Digest realm=\"r\", nonce=\"1\n\""}, ""},
		"in the opaque": {401, []string{"Digest realm=\"r\", nonce=\"1\", opaque=\"\x7f\""}, ""},
		"not a refusal": {403, []string{`Digest realm="r", nonce="1"`}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d, _ := Digest(Login{"u", "p"}).(*digest)
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/x", http.NoBody)
			if err != nil {
				t.Fatal(err)
			}
			again := d.Refused(t.Context(), &rt.Refusal{Request: req, Status: test.status, Header: http.Header{"Www-Authenticate": test.challenge}})
			if err := d.Sign(t.Context(), &rt.Signing{Request: req}); err != nil {
				t.Fatal(err)
			}
			got := req.Header.Get("Authorization")
			if again != (test.want != "") || !strings.Contains(got, test.want) || test.want == "" && got != "" {
				t.Errorf("%t, then %q", again, got)
			}
			req.URL.Host = "elsewhere.example"
			req.Header = http.Header{}
			if err := d.Sign(t.Context(), &rt.Signing{Request: req}); err != nil || len(req.Header) > 0 {
				t.Errorf("another host, which has asked for nothing, gets %v, %v", req.Header, err)
			}
		})
	}
}

// TestDigestCounts: no two answers have the same number, whoever makes them.
func TestDigestCounts(t *testing.T) {
	t.Parallel()
	d, _ := Digest(Login{"u", "p"}).(*digest)
	first, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/x", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	if !d.Refused(t.Context(), &rt.Refusal{Request: first, Status: 401, Header: http.Header{"Www-Authenticate": {`Digest realm=r, nonce=n, qop=auth`}}}) {
		t.Fatal("the challenge is not taken")
	}
	var wait sync.WaitGroup
	var mu sync.Mutex
	seen := map[string]bool{}
	for range 8 {
		wait.Go(func() {
			for range 50 {
				req := first.Clone(t.Context())
				if err := d.Sign(t.Context(), &rt.Signing{Request: req}); err != nil {
					t.Error(err)
				}
				_, count, _ := strings.Cut(req.Header.Get("Authorization"), "nc=")
				mu.Lock()
				seen[count[:8]] = true
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	if len(seen) != 400 || !seen["00000190"] {
		t.Errorf("400 answers have %d numbers", len(seen))
	}
}

func TestDigestErrors(t *testing.T) {
	t.Parallel()
	none := errors.New("nobody is there")
	s := Digest(LoginFunc(func(context.Context) (Login, error) { return Login{}, none }))
	if err := s.Sign(t.Context(), &rt.Signing{Request: &http.Request{}}); !errors.Is(err, none) {
		t.Error(err)
	}
	if Digest(nil) != nil {
		t.Error("there is a scheme without a login")
	}
}

func FuzzChallenges(f *testing.F) {
	for _, s := range []string{`Digest realm="a", nonce=b, qop="auth"`, `Basic realm="\"`, "a=b,,c d=\"", "Negotiate ab=="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		all := challenges([]string{text, text})
		if len(all) > maxChallenges {
			t.Fatalf("%d challenges", len(all))
		}
		for i := range all {
			if len(all[i].params) > maxParams {
				t.Fatalf("%d parameters", len(all[i].params))
			}
			if s := accept(&all[i]); s != nil {
				if got := s.answer(&Login{"u", "p"}, "GET", "/"); control(got) {
					t.Fatalf("%q", got)
				}
			}
		}
	})
}
