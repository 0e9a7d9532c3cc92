// Where the clients differ, and who is right. The random inputs leave these out; each has its own input here.

package difftest

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/smithwright/smithwright/rt"
	"github.com/smithwright/smithwright/rt/validate"
)

// knownDifference is one that is there for a reason. All that differs in the two requests is listed: if they differ in
// less or more, the test fails.
type knownDifference struct {
	name      string
	reason    string
	operation string
	input     record
	refused   string       // we send nothing, with validation off too, and the error says this; differ is what the peer sends
	differ    []difference // what, ours and theirs
}

// emptyLabel is the reason for which this client refuses an input that the peer sends.
const emptyLabel = "Smithy: a label's value must not be empty. The peer sends the request all the same, to what is another resource or none"

// emptyPath is what our error says of it.
const emptyPath = "part of the path"

// fractions is the reason for differences of times before 1970.
const fractions = "the peer cuts a time to milliseconds towards 1970 in the body, but downwards in the query; this client cuts downwards at both places"

var longAgo = time.Date(1958, time.September, 5, 9, 37, 8, 100_499_999, time.UTC)

// differences are those of requests.
var differences = []knownDifference{
	{
		name: "empty label", reason: emptyLabel, refused: emptyPath,
		operation: "PutFunctionEventInvokeConfig",
		input:     record{"FunctionName": "", "MaximumRetryAttempts": int64(1)},
		differ:    []difference{{what: "path", theirs: "/2019-09-25/functions//event-invoke-config"}},
	},
	{
		name: "empty label", reason: emptyLabel, refused: emptyPath,
		operation: "UpdateFunctionEventInvokeConfig",
		input:     record{"FunctionName": "", "Qualifier": "v1"},
		differ:    []difference{{what: "path", theirs: "/2019-09-25/functions//event-invoke-config"}},
	},
	{
		name: "empty label", reason: emptyLabel, refused: emptyPath,
		operation: "GetFunctionEventInvokeConfig",
		input:     record{"FunctionName": ""},
		differ:    []difference{{what: "path", theirs: "/2019-09-25/functions//event-invoke-config"}},
	},
	{
		name: "empty label", reason: emptyLabel, refused: emptyPath,
		operation: "DeleteFunctionEventInvokeConfig",
		input:     record{"FunctionName": ""},
		differ:    []difference{{what: "path", theirs: "/2019-09-25/functions//event-invoke-config"}},
	},
	{
		name: "empty label", reason: emptyLabel, refused: emptyPath,
		operation: "ListFunctionEventInvokeConfigs",
		input:     record{"FunctionName": "", "MaxItems": int64(5)},
		differ:    []difference{{what: "path", theirs: "/2019-09-25/functions//event-invoke-config/list"}},
	},
	{
		name: "empty label at the end of the path", reason: emptyLabel + ": here DELETE goes to the collection of functions", refused: emptyPath,
		operation: "DeleteFunction",
		input:     record{"FunctionName": ""},
		differ:    []difference{{what: "path", theirs: "/2015-03-31/functions/"}},
	},
	{
		name: "a label that is a dot segment", operation: "DeleteFunctionEventInvokeConfig", refused: "FunctionName: is part of the path and must not be . or ..",
		reason: "RFC 3986 has such a segment removed with the one before it, by any proxy or server: the request goes to another resource",
		input:  record{"FunctionName": ".."},
		differ: []difference{{what: "path", theirs: "/2019-09-25/functions/../event-invoke-config"}},
	},
	{
		name: "a label's value that is the name of the next label", operation: "GetAlias",
		reason: "the peer fills in the path's labels one by one and takes the value of the first for a label: it asks for another function's alias",
		input:  record{"FunctionName": "{Name}", "Name": "v1"},
		differ: []difference{{
			what:   "path",
			ours:   "/2015-03-31/functions/%7BName%7D/aliases/v1",
			theirs: "/2015-03-31/functions/v1/aliases/%7BName%7D",
		}},
	},
	{
		name: "an empty enum in the body", operation: "UpdateFunctionUrlConfig",
		reason: "the peer's enums are plain strings, so that it cannot tell an empty one from an absent one; this client sends what it was given",
		input:  record{"FunctionName": "f", "InvokeMode": ""},
		differ: []difference{{what: "body", ours: `{"InvokeMode":""}`, theirs: `{}`}},
	},
	{
		name: "an empty enum in the query", operation: "ListFunctions",
		reason: "as in the body",
		input:  record{"FunctionVersion": ""},
		differ: []difference{{what: "query", ours: "FunctionVersion=", theirs: ""}},
	},
	{
		name: "an empty blob that is the body", operation: "Invoke",
		reason: "the specification leaves open whether a body of no bytes has a content type. This client sends one for an empty blob, which is present, and none for an absent one",
		input:  record{"FunctionName": "f", "Payload": []byte{}},
		differ: []difference{
			{
				what:   "signed headers",
				ours:   "amz-sdk-invocation-id;amz-sdk-request;content-type;host;x-amz-date;x-amz-security-token",
				theirs: "amz-sdk-invocation-id;amz-sdk-request;host;x-amz-date;x-amz-security-token",
			},
			{what: "header Content-Type", ours: `["application/octet-stream"]`, theirs: `[]`},
		},
	},
	{
		name: "a default in a nested structure", operation: "CheckpointDurableExecution",
		reason: "the protocol suite has clients send the defaults of nested members; the peer leaves out what is zero. To the service both are the default",
		input: record{"DurableExecutionArn": "a", "CheckpointToken": "t", "ClientToken": "c", "Updates": []any{
			record{"Id": "i", "Action": "START", "Type": "STEP", "CallbackOptions": record{}},
		}},
		differ: []difference{{
			what:   "body",
			ours:   `{"CheckpointToken":"t","ClientToken":"c","Updates":[{"Action":"START","CallbackOptions":{"HeartbeatTimeoutSeconds":{"number":"0"},"TimeoutSeconds":{"number":"0"}},"Id":"i","Type":"STEP"}]}`,
			theirs: `{"CheckpointToken":"t","ClientToken":"c","Updates":[{"Action":"START","CallbackOptions":{},"Id":"i","Type":"STEP"}]}`,
		}},
	},
	{
		name: "a zero that is the default", operation: "UpdateFunctionCode",
		reason: "the peer has a plain field for a member of the input with a default, so that it cannot tell zero from absent; this client sends what it was given",
		input:  record{"FunctionName": "f", "DryRun": false},
		differ: []difference{{what: "body", ours: `{"DryRun":false}`, theirs: `{}`}},
	},
	{
		name: "a line break in a header", operation: "Invoke", refused: "ClientContext: holds a line break",
		reason: "a header cannot hold one, and with a careless transport it would add a header. The peer leaves it to the transport; net/http's refuses it",
		input:  record{"FunctionName": "f", "ClientContext": "a\r\nX-Other: b"},
		differ: []difference{{what: "header X-Amz-Client-Context", theirs: `["a\r\nX-Other: b"]`}},
	},
	{
		name: "a fraction of a millisecond before 1970", reason: fractions, operation: "CreateEventSourceMapping",
		input: record{"FunctionName": "f", "StartingPositionTimestamp": longAgo},
		differ: []difference{{
			what:   "body",
			ours:   `{"FunctionName":"f","StartingPositionTimestamp":{"number":"-3573157719/10"}}`,
			theirs: `{"FunctionName":"f","StartingPositionTimestamp":{"number":"-357315771899/1000"}}`,
		}},
	},
	{
		name: "a time after 2262", operation: "CreateEventSourceMapping",
		reason: "the peer counts nanoseconds in 64 bits, which overflow",
		input:  record{"FunctionName": "f", "StartingPositionTimestamp": time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)},
		differ: []difference{{
			what:   "body",
			ours:   `{"FunctionName":"f","StartingPositionTimestamp":{"number":"253402300799"}}`,
			theirs: `{"FunctionName":"f","StartingPositionTimestamp":{"number":"-4852116232933/1000"}}`,
		}},
	},
}

// testKnownDifferences finds that each still occurs, as it is described.
func testKnownDifferences(t *testing.T, s *sides) {
	tested := 0
	for _, known := range differences {
		if !slices.Contains(s.operations(), known.operation) {
			continue
		}
		tested++
		t.Run(known.operation+" "+known.name, func(t *testing.T) {
			t.Parallel()
			ours := call(t, s.ours, known.operation, known.input, ok, rt.SkipValidation())
			theirs := call(t, s.peer, known.operation, known.input, ok)
			if theirs.count != 1 {
				t.Fatalf("the peer sent %d requests, want one: %v", theirs.count, theirs.err)
			}
			var got []difference
			if known.refused != "" {
				s.checkRefused(t, known)
				what := known.differ[0].what
				got = []difference{{what: what, theirs: sent(theirs.sent, what)}}
			} else {
				if ours.count != 1 {
					t.Fatalf("we sent %d requests, want one: %v", ours.count, ours.err)
				}
				got = compareRequests(ours.exchange, theirs.exchange)
			}
			if !reflect.DeepEqual(got, known.differ) {
				t.Errorf("the clients do not differ as the table says; mend it, or take the entry out if they are the same now.\n got %v\nwant %v", got, known.differ)
			}
		})
	}
	if tested == 0 {
		t.Error("the table has no entry for any of the operations")
	}
}

// sent returns the path of a request or one of its headers.
func sent(r *http.Request, what string) string {
	if name, ok := strings.CutPrefix(what, "header "); ok {
		return fmt.Sprintf("%q", r.Header[name])
	}
	return r.URL.EscapedPath()
}

// checkRefused finds that nothing is sent, with validation on or off, and that the errors say why.
func (s *sides) checkRefused(t *testing.T, known knownDifference) {
	t.Helper()
	for _, options := range [][]any{nil, {rt.SkipValidation()}} {
		ours := call(t, s.ours, known.operation, known.input, ok, options...)
		if ours.count != 0 || ours.err == nil || !strings.Contains(ours.err.Error(), known.refused) {
			t.Errorf("with options %v: %d requests sent, error %v; want none and an error that says %q", options, ours.count, ours.err, known.refused)
		}
	}
	if known.refused != emptyPath {
		return
	}
	var broken *validate.Error
	if !errors.As(call(t, s.ours, known.operation, known.input, ok).err, &broken) ||
		!slices.ContainsFunc(broken.Violations, func(v validate.Violation) bool {
			return v.Class == validate.Labels && v.Path == "FunctionName"
		}) {
		t.Errorf("the error is none of validation that names the empty label: %v", broken)
	}
}

// knownReply is a reply that the clients read differently, for a reason: in all that tell says of it.
type knownReply struct {
	name         string
	reason       string
	operation    string
	reply        reply
	ours, theirs string
}

// replyDifferences are those of replies.
var replyDifferences = []knownReply{
	{
		name: "a time with a tenth of a second", operation: "GetFunctionEventInvokeConfig",
		reason: "the peer reads seconds into a float64, which does not hold most fractions, and comes out a millisecond early",
		reply:  reply{status: http.StatusOK, body: []byte(`{"LastModified":1092079182.1}`)},
		ours:   "LastModified: 2004-08-09 19:19:42.1 +0000 UTC",
		theirs: "LastModified: 2004-08-09 19:19:42.099 +0000 UTC",
	},
	{
		name: "a time with microseconds", operation: "GetFunctionEventInvokeConfig",
		reason: "the peer keeps milliseconds; this client keeps what the service sends, to the nanosecond",
		reply:  reply{status: http.StatusOK, body: []byte(`{"LastModified":1092079182.500123}`)},
		ours:   "LastModified: 2004-08-09 19:19:42.500123 +0000 UTC",
		theirs: "LastModified: 2004-08-09 19:19:42.5 +0000 UTC",
	},
	{
		name: "an error that is not in the model, without a message", operation: "GetFunctionEventInvokeConfig",
		reason: "the peer makes up a message; this client has none when the service sends none",
		reply:  reply{status: http.StatusTeapot, body: []byte(`{"__type":"Strange"}`)},
		ours:   `error "Strange" with message ""`,
		theirs: `error "Strange" with message "UnknownError"`,
	},
}

// testKnownReplies finds that each still occurs, as it is described.
func testKnownReplies(t *testing.T, s *sides) {
	for _, known := range replyDifferences {
		t.Run(known.operation+" "+known.name, func(t *testing.T) {
			t.Parallel()
			in := record{"FunctionName": "f"}
			ours := s.tell(t, call(t, s.ours, known.operation, in, known.reply), known.operation)
			theirs := s.tell(t, call(t, s.peer, known.operation, in, known.reply), known.operation)
			if ours != known.ours || theirs != known.theirs {
				t.Errorf("the clients do not differ as the table says; mend it, or take the entry out if they are the same now.\n ours: %s\n want: %s\ntheirs: %s\n  want: %s", ours, known.ours, theirs, known.theirs)
			}
		})
	}
}

// tell says what a client made of a reply.
func (s *sides) tell(t *testing.T, o outcome, operation string) string {
	t.Helper()
	if o.err != nil {
		e := s.apiError(t, o)
		if e == nil {
			return o.err.Error()
		}
		return fmt.Sprintf("error %q with message %q", e.ErrorCode(), e.ErrorMessage())
	}
	members, _ := s.read(t, o.out, s.model.of(s.model.operation(t, operation).Output)).(record)
	var list []string
	for name, v := range members {
		if v != nil {
			list = append(list, fmt.Sprintf("%s: %v", name, v))
		}
	}
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func TestKnownDifferences(t *testing.T) {
	t.Parallel()
	s := committed(t)
	testKnownDifferences(t, s)
	testKnownReplies(t, s)
}

// testMissing calls each operation with nothing set: both clients must refuse, or none.
func testMissing(t *testing.T, s *sides) {
	for _, operation := range s.operations() {
		t.Run(operation, func(t *testing.T) {
			t.Parallel()
			ours := call(t, s.ours, operation, record{}, ok)
			theirs := call(t, s.peer, operation, record{}, ok)
			if (ours.count == 0) != (theirs.count == 0) {
				t.Errorf("we sent %d requests (%v), the peer %d (%v)", ours.count, ours.err, theirs.count, theirs.err)
			}
		})
	}
}

func TestMissing(t *testing.T) {
	t.Parallel()
	testMissing(t, committed(t))
}
