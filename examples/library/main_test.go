// The example against a server of two pages, the first book of which is lent.

package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/rt/validate"
)

// desk is the library's server.
func desk(t *testing.T) *httptest.Server {
	t.Helper()
	reply := func(w http.ResponseWriter, status int, body string, header ...string) {
		w.Header().Set("Content-Type", "application/json")
		if len(header) == 2 {
			w.Header().Set(header[0], header[1])
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /books", func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Query().Encode() {
		case "genre=novel&pageSize=50":
			reply(w, 200, `{"books": [{"bookId": "B-000001", "title": "Persuasion", "genre": "novel"}], "nextToken": "2"}`)
		case "genre=novel&nextToken=2&pageSize=50":
			reply(w, 200, `{"books": [{"bookId": "B-000002", "title": "Emma", "genre": "novel"}]}`)
		default:
			t.Errorf("the query is %s", r.URL.RawQuery)
		}
	})
	mux.HandleFunc("POST /books/{id}/loans", func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("id") == "B-000001" {
			reply(w, 423, `{"message": "lent", "due": "2026-12-24T18:00:00Z"}`, "X-Amzn-Errortype", "OnLoan")
			return
		}
		reply(w, 201, `{"bookId": "B-000002", "loanId": "7", "due": "2026-12-01T18:00:00Z"}`)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := run(context.Background(), &out, desk(t).URL, "1234567890"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff("B-000001 Persuasion\nB-000002 Emma\nborrowed Emma until 1 December\n", out.String()); diff != "" {
		t.Errorf("output (-want +got):\n%s", diff)
	}
}

// TestConstraint gives a reader's number that breaks the model: nothing is sent, and the number, a secret, is not shown.
func TestConstraint(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	err := run(context.Background(), &out, desk(t).URL, "12-34")
	var broken *validate.Error
	if !errors.As(err, &broken) || !strings.Contains(err.Error(), "reader") || strings.Contains(err.Error(), "12-34") {
		t.Errorf("the error is %v", err)
	}
}
