// Downloads that end too early.

package rt

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
)

func TestDownload(t *testing.T) {
	t.Parallel()
	const text = "0123456789"
	broken := errors.New("broken")
	whole := func() io.Reader { return strings.NewReader(text) }
	tests := map[string]struct {
		resp http.Response
		body io.Reader
		is   error
		says string
	}{
		"whole":                     {http.Response{ContentLength: 10}, whole(), nil, ""},
		"no length":                 {http.Response{ContentLength: -1}, whole(), nil, ""},
		"decompressed":              {http.Response{ContentLength: 20, Uncompressed: true}, whole(), nil, ""},
		"head":                      {http.Response{ContentLength: 20, Request: &http.Request{Method: http.MethodHead}}, whole(), nil, ""},
		"short, and nobody says so": {http.Response{ContentLength: 20}, whole(), io.ErrUnexpectedEOF, "cut short after 10 of 20 bytes: unexpected EOF"},
		"short":                     {http.Response{ContentLength: 20}, io.MultiReader(whole(), iotest.ErrReader(io.ErrUnexpectedEOF)), io.ErrUnexpectedEOF, "cut short after 10 of 20 bytes: unexpected EOF"},
		"short, without a length":   {http.Response{ContentLength: -1}, io.MultiReader(whole(), iotest.ErrReader(io.ErrUnexpectedEOF)), io.ErrUnexpectedEOF, "cut short after 10 bytes: unexpected EOF"},
		"broken":                    {http.Response{ContentLength: 20}, io.MultiReader(whole(), iotest.ErrReader(broken)), broken, "broken"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resp := test.resp
			resp.Body = io.NopCloser(test.body)
			body := downloaded(&resp)
			got, err := io.ReadAll(body)
			if string(got) != text || !errors.Is(err, test.is) || err != nil && !strings.HasSuffix(err.Error(), test.says) {
				t.Errorf("%q, %v", got, err)
			}
			if err := body.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}
