// Pages and waiters of generated clients, against servers that follow a script.

package e2e_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/generated/lambda"
	"github.com/smithwright/smithwright/generated/library"
	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/validate"
)

// queries are those of all requests so far.
func (s *script) queries() []string {
	var list []string
	for _, r := range s.all() {
		list = append(list, r.Query)
	}
	return list
}

// listConfigs is a page with two configurations, whose only member is told apart by n.
func listConfigs(first, second, next string) http.HandlerFunc {
	body := `{"FunctionEventInvokeConfigs":[{"FunctionArn":"` + first + `"},{"FunctionArn":"` + second + `"}]`
	if next != "" {
		body += `,"NextMarker":"` + next + `"`
	}
	return answer(200, body+"}")
}

func TestPagesOfClient(t *testing.T) {
	t.Parallel()
	s := serve(t, listConfigs("a", "b", "2 &"), listConfigs("c", "d", "3"), answer(200, `{"FunctionEventInvokeConfigs":[]}`))
	in := &lambda.ListFunctionEventInvokeConfigsRequest{FunctionName: "my-function", MaxItems: new(int32(2))}
	var names []string
	var last rt.Metadata
	for config, err := range client(t, s).ListFunctionEventInvokeConfigsItems(t.Context(), in, rt.Capture(&last)) {
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, *config.FunctionArn)
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "d"}, names); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"MaxItems=2", "Marker=2%20%26&MaxItems=2", "Marker=3&MaxItems=2"}, s.queries()); diff != "" {
		t.Errorf("queries (-want +got):\n%s", diff)
	}
	if in.Marker != nil || last.RequestID != requestID(2) {
		t.Errorf("the request has the marker %v; the last reply was %s", in.Marker, last.RequestID)
	}
}

func TestPagesOfClientEnd(t *testing.T) {
	t.Parallel()
	in := &lambda.ListFunctionEventInvokeConfigsRequest{FunctionName: "my-function"}
	t.Run("early", func(t *testing.T) {
		t.Parallel()
		s := serve(t, listConfigs("a", "b", "2"))
		for _, err := range client(t, s).ListFunctionEventInvokeConfigsPages(t.Context(), in) {
			if err != nil {
				t.Error(err)
			}
			break
		}
		for _, err := range client(t, serve(t, listConfigs("a", "b", "2"))).ListFunctionEventInvokeConfigsItems(t.Context(), in, rt.MaxItems(2)) {
			if err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("with the service's error", func(t *testing.T) {
		t.Parallel()
		s := serve(t, listConfigs("a", "b", "2"), answer(404, `{"Message":"gone"}`, "X-Amzn-Errortype", "ResourceNotFoundException"))
		n := 0
		for config, err := range client(t, s).ListFunctionEventInvokeConfigsItems(t.Context(), in) {
			var missing *lambda.ResourceNotFoundException
			if n++; (n == 3) != errors.As(err, &missing) || n == 3 && config.FunctionArn != nil {
				t.Errorf("item %d: %v, %v", n, config, err)
			}
		}
		if n != 3 {
			t.Errorf("%d items", n)
		}
	})
	t.Run("with a repeated marker", func(t *testing.T) {
		t.Parallel()
		s := serve(t, listConfigs("a", "b", "2"), listConfigs("c", "d", "2"))
		var last error
		for _, err := range client(t, s).ListFunctionEventInvokeConfigsPages(t.Context(), in) {
			last = err
		}
		if !errors.Is(last, rt.ErrRepeatedToken) {
			t.Errorf("error %v", last)
		}
	})
	t.Run("before a request that breaks the model", func(t *testing.T) {
		t.Parallel()
		n := 0
		for page, err := range client(t, serve(t)).ListFunctionEventInvokeConfigsPages(t.Context(), &lambda.ListFunctionEventInvokeConfigsRequest{}) {
			var broken *validate.Error
			if n++; page != nil || !errors.As(err, &broken) {
				t.Errorf("%v, %v", page, err)
			}
		}
		for _, err := range client(t, serve(t)).ListFunctionEventInvokeConfigsItems(t.Context(), nil) {
			if n++; err == nil {
				t.Error("a nil request is none")
			}
		}
		if n != 2 {
			t.Errorf("%d errors", n)
		}
	})
}

// shelves is a client of the library's, whose waiters pause for a millisecond.
func shelves(t *testing.T, s *script) (*library.Client, rt.CallOption) {
	t.Helper()
	c, err := library.New(library.Config{Endpoint: s.URL})
	if err != nil {
		t.Fatal(err)
	}
	return c, rt.WithWaiterDelay(time.Millisecond, time.Millisecond)
}

const book = `{"bookId":"B-000001","title":"Emma","authors":["Austen"],"place":`

func TestWaiterOfClient(t *testing.T) {
	t.Parallel()
	in := &library.GetBookInput{BookId: "B-000001"}
	t.Run("success", func(t *testing.T) {
		t.Parallel()
		s := serve(t, answer(200, book+`null}`), answer(200, book+`{"stacks":7}}`), answer(200, book+`{"shelf":{"floor":0,"mark":"N12"}}}`))
		c, quick := shelves(t, s)
		out, err := c.WaitUntilBookShelved(t.Context(), in, time.Minute, quick)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(library.Place(&library.PlaceShelf{Value: &library.Shelf{Mark: "N12"}}), out.Place); diff != "" {
			t.Errorf("place (-want +got):\n%s", diff)
		}
	})
	t.Run("failure", func(t *testing.T) {
		t.Parallel()
		s := serve(t, answer(200, book+`{"online":"https://example.com/"}}`))
		c, quick := shelves(t, s)
		_, err := c.WaitUntilBookShelved(t.Context(), in, time.Minute, quick)
		var failed *rt.WaiterError
		if !errors.As(err, &failed) || failed.Waiter != "BookShelved" || failed.TimedOut || failed.Attempts != 1 {
			t.Fatalf("%v", err)
		}
		if out, ok := failed.Output.(*library.GetBookOutput); !ok || out.Title != "Emma" {
			t.Errorf("the last reply is %v", failed.Output)
		}
	})
	t.Run("another error", func(t *testing.T) {
		t.Parallel()
		s := serve(t, answer(200, book+`null}`), answer(404, `{}`, "X-Amzn-Errortype", "NotFound"))
		c, quick := shelves(t, s)
		_, err := c.WaitUntilBookShelved(t.Context(), in, time.Minute, quick)
		var failed *rt.WaiterError
		var missing *library.NotFound
		if !errors.As(err, &failed) || !errors.As(err, &missing) || failed.Attempts != 2 {
			t.Errorf("%v", err)
		}
	})
	t.Run("out of time", func(t *testing.T) {
		t.Parallel()
		s := serve(t, repeat(2, answer(200, book+`null}`))...)
		c, _ := shelves(t, s)
		_, err := c.WaitUntilBookShelved(t.Context(), in, 3*time.Second, rt.WithWaiterDelay(time.Hour, time.Hour))
		var failed *rt.WaiterError
		if !errors.As(err, &failed) || !failed.TimedOut || failed.Attempts != 2 || failed.Output == nil {
			t.Errorf("%v", err)
		}
	})
	t.Run("canceled", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			answer(200, book+`null}`)(w, r)
			time.AfterFunc(50*time.Millisecond, cancel)
		})
		c, _ := shelves(t, s)
		_, err := c.WaitUntilBookShelved(ctx, in, time.Hour)
		if !errors.Is(err, context.Canceled) {
			t.Errorf("%v", err)
		}
	})
	t.Run("request that breaks the model", func(t *testing.T) {
		t.Parallel()
		c, quick := shelves(t, serve(t))
		_, err := c.WaitUntilBookShelved(t.Context(), &library.GetBookInput{}, time.Hour, quick)
		var broken *validate.Error
		var failed *rt.WaiterError
		if !errors.As(err, &broken) || errors.As(err, &failed) {
			t.Errorf("%v", err)
		}
	})
}

// TestWaiterForError waits for an error: the book is back when there is no such loan.
func TestWaiterForError(t *testing.T) {
	t.Parallel()
	loan := answer(200, `{"bookId":"B-000001","loanId":"7","reader":"1234567890","due":"2026-12-01T18:00:00Z"}`)
	s := serve(t, loan, loan, answer(404, `{}`, "X-Amzn-Errortype", "example.library#NotFound"))
	c, quick := shelves(t, s)
	out, err := c.WaitUntilLoanEnded(t.Context(), &library.GetLoanInput{BookId: "B-000001", LoanId: "7"}, time.Minute, quick)
	if out != nil || err != nil {
		t.Errorf("%v, %v", out, err)
	}
}
