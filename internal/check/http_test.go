// Each validator of HTTP, streams, pagination, authentication, operations and waiters with a model that breaks it.

package check_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/source"
)

// webFindings loads and checks a model in IDL and lists the errors and those findings whose ids
// begin with one of the given.
func webFindings(t *testing.T, model string, ids ...string) string {
	t.Helper()
	diags := checked(source.New("m.smithy", []byte("$version: \"2\"\nnamespace a\n"+model)))
	var out strings.Builder
	for _, d := range diags.Sorted() {
		wanted := d.Severity == diag.Error
		for _, id := range ids {
			wanted = wanted || strings.HasPrefix(d.Code, id)
		}
		if !wanted {
			continue
		}
		line, col := d.Span.Position()
		fmt.Fprintf(&out, "%d:%d %s[%s] %s: %s\n", line-2, col, d.Severity, d.Code, d.Shape, d.Message)
		for _, n := range d.Notes {
			line, col := n.Span.Position()
			fmt.Fprintf(&out, "  %d:%d %s\n", line-2, col, n.Text)
		}
	}
	return out.String()
}

func TestWebFindings(t *testing.T) {
	t.Parallel()
	for name, test := range webTests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := webFindings(t, strings.TrimLeft(test.model, "\n"), test.ids...)
			if diff := cmp.Diff(strings.TrimLeft(test.want, "\n"), got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

// webTests are models, the ids of findings to look at apart from errors, and the findings.
var webTests = map[string]struct {
	ids   []string
	model string
	want  string
}{
	"a good operation": {[]string{"Http"}, `
service S { operations: [Op] }
@readonly
@http(method: "GET", uri: "/{x}/{rest+}?a=b", code: 200)
operation Op {
    input := {
        @required @httpLabel x: String
        @required @httpLabel rest: String
        @httpQuery("c") q: Integer
        @httpHeader("X-Y") h: Timestamp
    }
}`, ``},
	"uri without slash": {nil, `@http(method: "POST", uri: "nope") operation Op {}`, `
1:29 error[Model] a#Op: the uri of the trait http must begin with a slash: write /nope
`},
	"uri with a fragment": {nil, `@http(method: "POST", uri: "/a#b") operation Op {}`, `
1:31 error[Model] a#Op: the uri of the trait http must not have a fragment: remove the # and what follows it
`},
	"uri with empty query": {nil, `@http(method: "POST", uri: "/a?") operation Op {}`, `
1:31 error[Model] a#Op: the uri of the trait http must not end with a question mark: remove it
`},
	"uri with a brace": {nil, `@http(method: "POST", uri: "/x{y}") operation Op {}`, `
1:30 error[Model] a#Op: the uri of the trait http has braces in the segment x{y}: a label must fill the whole segment, such as /things/{name}
`},
	"uri with a bad label": {nil, `@http(method: "POST", uri: "/{1}") operation Op {}`, `
1:30 error[Model] a#Op: the uri of the trait http has a label {1} that is no name: labels are the names of members in braces, such as /things/{name}
`},
	"uri with no segment": {nil, `@http(method: "POST", uri: "/a//b") operation Op {}`, `
1:32 error[Model] a#Op: the uri of the trait http must not have an empty segment between two slashes: remove one of them
`},
	"uri of slashes": {nil, `@http(method: "POST", uri: "//") operation Op {}`, `
1:30 error[Model] a#Op: the uri of the trait http must not have an empty segment between two slashes: remove one of them
`},
	"uri with query label": {nil, `@http(method: "POST", uri: "/?a={b}") operation Op {}`, `
1:33 error[Model] a#Op: the uri of the trait http must not have labels in its query string: bind the member with httpQuery
`},
	"uri with query twice": {nil, `@http(method: "POST", uri: "/?a&b&a=1") operation Op {}`, `
1:35 error[Model] a#Op: the uri of the trait http has the query parameter "a" twice: remove one of the two
`},
	"label twice": {nil, `@http(method: "POST", uri: "/{x}/{X}") operation Op {}`, `
1:34 error[Model] a#Op: the uri of the trait http has the label X twice: rename one of the two
`},
	"host of one brace": {nil, `@endpoint(hostPrefix: "a{b") operation Op {}`, `
1:25 error[Model] a#Op: the hostPrefix of the trait endpoint has an opening brace without a closing one: add or remove one
`},
	"host of another brace": {nil, `@endpoint(hostPrefix: "a}b") operation Op {}`, `
1:25 error[Model] a#Op: the hostPrefix of the trait endpoint has a closing brace without an opening one: add or remove one
`},
	"host of a bad label": {nil, `@endpoint(hostPrefix: "{}.") operation Op {}`, `
1:24 error[Model] a#Op: the hostPrefix of the trait endpoint has a label {} that is no name: labels are the names of members in braces, such as {account}
`},
	"escapes in the uri": {nil, `@http(method: "POST", uri: "/\u0041/{x}") operation Op {}`, `
1:28 error[HttpLabelTrait] a#Op: the uri has a label x, but a#Op has no input: give it one with a member of that name, or correct the uri
`},
	"not ASCII": {nil, `@http(method: "POST", uri: "/a/ü") operation Op {}`, `
1:32 error[HttpUriFormat] a#Op: the uri has the character 'ü', but a request can only have ASCII ones: write it percent-encoded
`},
	"greedy labels": {[]string{"HttpUriGreedyLabel"}, `
@http(method: "POST", uri: "/{x+}/{y+}") operation Op { input := { @required @httpLabel x: String, @required @httpLabel y: String } }`, `
1:35 danger[HttpUriGreedyLabel.GreedyLabelIsNotLastLabel] a#Op: the label y stands behind the greedy label x: few servers route a greedy label that is not the last one, so move it
1:35 danger[HttpUriGreedyLabel.MultipleGreedyLabels] a#Op: the uri has a second greedy label, y, after x: few servers route more than one, so keep one
`},
	"conflict": {nil, `
service S { operations: [One, Two, Three, Four, Five] }
@http(method: "POST", uri: "/a/{b}?x&y=1") operation One { input := { @required @httpLabel b: String } }
@http(method: "POST", uri: "/a/{c}?y=1&x") operation Two { input := { @required @httpLabel c: String } }
@http(method: "POST", uri: "/a/{c+}?y=1&x") operation Three { input := { @required @httpLabel c: String } }
@http(method: "POST", uri: "/a/b?y=1&x") operation Four {}
@http(method: "POST", uri: "/a/{c}?y=2&x") operation Five { input := { @required @httpLabel c: String } }`, `
2:28 error[HttpUriConflict] a#One: requests of a#One can't be told from those of a#Two in the service a#S: give it a method, path or query string of its own
  3:28 a#Two has the uri /a/{c}?y=1&x
3:28 error[HttpUriConflict] a#Two: requests of a#Two can't be told from those of a#One in the service a#S: give it a method, path or query string of its own
  2:28 a#One has the uri /a/{b}?x&y=1
`},
	"hosts apart": {nil, `
service S { operations: [One, Two, Three] }
@endpoint(hostPrefix: "one.") @http(method: "POST", uri: "/a") operation One {}
@endpoint(hostPrefix: "two.") @http(method: "POST", uri: "/a") operation Two {}
@http(method: "POST", uri: "/a") operation Three {}`, ``},
	"hosts shared": {nil, `
service S { operations: [One, Two] }
@endpoint(hostPrefix: "{a}.x.") @http(method: "POST", uri: "/a") operation One { input := { @required @hostLabel a: String } }
@endpoint(hostPrefix: "{b}.x.") @http(method: "POST", uri: "/a") operation Two { input := { @required @hostLabel b: String } }`, `
2:60 error[HttpUriConflict] a#One: requests of a#One can't be told from those of a#Two in the service a#S: give it a method, path or query string of its own
  3:60 a#Two has the uri /a
3:60 error[HttpUriConflict] a#Two: requests of a#Two can't be told from those of a#One in the service a#S: give it a method, path or query string of its own
  2:60 a#One has the uri /a
`},
	"bindings missing": {nil, `
service S { operations: [Op] }
@trait @protocolDefinition(traits: [http]) structure proto {}
apply S @proto
operation Op {}`, `
4:1 error[HttpBindingsMissing] a#Op: a#Op lacks the trait http, but the protocol a#proto needs it: add it, or take the operation out of a#S
`},
	"some bindings missing": {[]string{"HttpBindingsMissing"}, `
service S { operations: [One, Two] }
@http(method: "POST", uri: "/a") operation One {}
operation Two {}`, `
3:1 warning[HttpBindingsMissing] a#Two: a#Two lacks the trait http, but other operations of the service have it: add it, or take the operation out of a#S
`},
	"bindings ignored": {[]string{"HttpBindingTraitIgnored"}, `
operation Op { input := { nested: Nested }, output: Out }
structure Nested { @httpHeader("a") h: String, @httpQuery("q") q: String, plain: String }
structure Out { @httpQuery("q") q: String, @httpResponseCode code: Integer, again: Out }`, `
2:20 warning[HttpBindingTraitIgnored.TopLevel] a#Nested$h: the trait httpHeader of the member h is ignored everywhere, since it has an effect in the input, the output and the errors of an operation only: remove it there
2:48 warning[HttpBindingTraitIgnored.Input] a#Nested$q: the trait httpQuery of the member q is ignored everywhere, since it has an effect in the input of an operation only: remove it there
3:17 warning[HttpBindingTraitIgnored.Input] a#Out$q: the trait httpQuery of the member q is ignored everywhere, since it has an effect in the input of an operation only: remove it there
3:44 warning[HttpBindingTraitIgnored.Output] a#Out$code: the trait httpResponseCode of the member code is ignored where its structure is the target of a#Out$again, since it has an effect in the output of an operation only: remove it there
`},
	"labels": {nil, `
@http(method: "POST", uri: "/{naem}/{unbound}/{big+}/{missing}") operation Op { input := {
    @required @httpLabel name: String
    unbound: String
    @required @httpLabel big: Integer
} }
@http(method: "POST", uri: "/{x}") operation NoInput {}`, `
1:30 error[HttpLabelTrait] a#Op: the uri has a label naem, but the input has no member of that name: did you mean name?
  1:37 the uri has a label unbound, but the input's member of that name lacks the trait httpLabel: add it
  1:54 the uri has a label missing, but the input has no member of that name: add it, or correct the uri
2:15 error[HttpLabelTrait] a#OpInput$name: the member name has the trait httpLabel, but the uri of a#Op has no label of that name: write {name} where it belongs
  1:28 the uri of a#Op is here
4:15 error[HttpLabelTrait] a#OpInput$big: the member big fills the greedy label of the uri of a#Op, but targets smithy.api#Integer, an integer: target a string
  1:28 the uri of a#Op is here
6:30 error[HttpLabelTrait] a#NoInput: the uri has a label x, but a#NoInput has no input: give it one with a member of that name, or correct the uri
`},
	"payload": {nil, `
@http(method: "POST", uri: "/") operation Op {
    input := { @httpPayload body: Blob, lost: String, gone: String, @httpQuery("q") q: String }
    output := { @httpPayload body: Blob, @httpResponseCode code: Integer }
    errors: [E]
}
@error("client") structure E { @httpPayload body: Blob, lost: String }`, `
2:41 error[HttpPayload] a#OpInput: the body of the requests of a#Op is the member body, so there is no place for lost, gone: bind them to a header or another part, or remove the trait httpPayload
  2:16 the body is bound here
6:57 error[HttpPayload] a#E: the body of the error is the member body, so there is no place for lost: bind it to a header or another part, or remove the trait httpPayload
  6:32 the body is bound here
`},
	"headers": {[]string{"Http"}, `
structure S {
    @httpHeader("X-A") a: String
    @httpHeader("x-a") b: String
    @httpHeader("Host") c: String
    @httpHeader("no name") d: String
    @httpPrefixHeaders("x-") e: Map
    @httpQuery("q") f: String
    @httpQuery("q") g: String
    @httpQueryParams h: Map
}
structure All { @httpPrefixHeaders("") all: Map, @httpHeader("A") a: String }
map Map { key: String, value: String }`, `
2:5 error[HttpPrefixHeadersTrait] a#S$a: the header X-A of the member a begins with the prefix x-, which is bound to the map e: rename one of the two
  6:5 the prefix is bound here
3:5 error[HttpHeaderTrait] a#S: the members a, b of a#S are bound to the same header, x-a: bind each to its own
  2:5 it is bound here first
3:5 error[HttpPrefixHeadersTrait] a#S$b: the header x-a of the member b begins with the prefix x-, which is bound to the map e: rename one of the two
  6:5 the prefix is bound here
4:5 danger[HttpHeaderTrait] a#S$c: the header Host is set by clients, servers or proxies themselves: remove the trait httpHeader of the member c
5:5 danger[HttpHeaderTrait] a#S$d: "no name" can't be the name of a header: it has the character ' ', write a hyphen instead
8:5 error[HttpQueryTrait] a#S: the members f, g of a#S are bound to the same query parameter, q: bind each to its own
  7:5 it is bound here first
9:5 note[HttpQueryParamsTrait] a#S: the map h takes all query parameters, with those of f, g among them, which a server can't tell apart: leave them out of the map
11:50 note[HttpPrefixHeadersTrait] a#All$a: the header A is bound to the member a, and with all others to the map all, which can't tell it apart: leave it out of the map
  11:17 the prefix is bound here
`},
	"query literal": {nil, `
@http(method: "POST", uri: "/?code=1") operation Op { input := { @httpQuery("code") code: String } }`, `
1:66 error[HttpQueryTrait] a#OpInput: the member code is bound to the query parameter code, which the uri /?code=1 of a#Op has already: remove it from one of the two
  1:28 the uri has it here
`},
	"methods": {[]string{"HttpMethodSemantics"}, `
@http(method: "get", uri: "/a") operation Get { input := { body: String } }
@idempotent @http(method: "GET", uri: "/f") operation Got { input := { @httpPayload body: String } }
@readonly @http(method: "PUT", uri: "/b") operation Put { input := { body: String } }
@readonly @http(method: "OPTIONS", uri: "/c") operation Options {}
@http(method: "FROB", uri: "/d") operation Frob {}
@idempotent @http(method: "POST", uri: "/e") operation Post { input := { body: String } }`, `
1:15 warning[HttpMethodSemantics] a#Get: the method get must be written GET
1:15 warning[HttpMethodSemantics.MissingReadonlyTrait] a#Get: a#Get has the method GET but not the trait readonly: add the trait, or change the method
1:15 danger[HttpMethodSemantics.UnexpectedPayload] a#Get: GET requests must not have a body, but that of a#Get has body: bind it to a query parameter, a header or a label
  1:60 this member is in the body
2:27 warning[HttpMethodSemantics.MissingReadonlyTrait] a#Got: a#Got has the method GET but not the trait readonly: add the trait, or change the method
2:27 danger[HttpMethodSemantics.UnexpectedPayload] a#Got: GET requests must not have a body, but that of a#Got has body: bind it to a query parameter, a header or a label
  2:85 this member is in the body
2:27 warning[HttpMethodSemantics.UnnecessaryIdempotentTrait] a#Got: a#Got has the method GET and the trait idempotent, which contradict each other: change one of the two
3:25 warning[HttpMethodSemantics.MissingIdempotentTrait] a#Put: a#Put has the method PUT but not the trait idempotent: add the trait, or change the method
3:25 warning[HttpMethodSemantics.UnnecessaryReadonlyTrait] a#Put: a#Put has the method PUT and the trait readonly, which contradict each other: change one of the two
4:25 warning[HttpMethodSemantics.OPTIONS] a#Options: OPTIONS belongs to CORS, which servers answer themselves: remove the operation and give the service the trait cors
`},
	"status codes": {[]string{"HttpResponseCodeSemantics"}, `
@http(method: "POST", uri: "/a", code: 404) operation A {}
@http(method: "POST", uri: "/b", code: 204) operation B { output := { x: String, y: String } }
@http(method: "POST", uri: "/c", code: 205) operation C { output := { @httpHeader("x") x: String } }
@error("client") @httpError(500) structure Client {}
@error("server") @httpError(400) structure Server {}
@error("server") @httpError(503) structure Right {}`, `
1:40 danger[HttpResponseCodeSemantics] a#A: the status code 404 is not one of success: write one from 200 to 299
2:40 warning[HttpResponseCodeSemantics] a#B: responses with the status code 204 have no body, but that of a#B has x, y: bind them to a header, or change the code
4:18 danger[HttpResponseCodeSemantics] a#Client: an error of the client must have a status code from 400 to 499, not 500
5:18 danger[HttpResponseCodeSemantics] a#Server: an error of the server must have a status code from 500 to 599, not 400
`},
	"host labels": {[]string{"HostLabelTrait"}, `
@endpoint(hostPrefix: "{a}.{b}-{c}") operation Op { input := { @required @hostLabel a: String, @required @hostLabel d: String } }
@endpoint(hostPrefix: "-x.") operation Bad {}
@endpoint(hostPrefix: "a..b") operation Worse {}
@endpoint(hostPrefix: "data-1.") operation Fine {}`, `
1:23 danger[HostLabelTrait] a#Op: the host prefix {a}.{b}-{c} has labels and does not end in a dot, so that a value could lead to a host of somebody else: end it in one
1:28 error[HostLabelTrait] a#Op: the host prefix of a#Op has a label b and a label c, but the input has no member of that name with the trait hostLabel: add it
1:106 error[HostLabelTrait] a#OpInput$d: the member d has the trait hostLabel, but the host prefix of a#Op has no label of that name: write {d} where it belongs
  1:23 the host prefix of a#Op is here
2:23 error[HostLabelTrait] a#Bad: the host prefix -x. can't be the beginning of a host name: it must consist of letters, digits and hyphens, with at most 63 between two dots
3:23 error[HostLabelTrait] a#Worse: the host prefix a..b can't be the beginning of a host name: it must consist of letters, digits and hyphens, with at most 63 between two dots
`},
	"CORS": {nil, `
@cors(origin: "*", origins: {a: "https://a"}) service S {}`, `
1:15 error[CorsTrait] a#S: the trait cors has both origin and origins, which exclude each other: put all into origins
`},
	"API key": {nil, `
@httpApiKeyAuth(name: "n", in: "query", scheme: "s") service S {}
@httpApiKeyAuth(name: "n", in: "header", scheme: "s") service T {}`, `
1:49 error[HttpApiKeyAuthTrait] a#S: the trait httpApiKeyAuth has a scheme, which only a header can have, but in is "query": write "header", or remove the scheme
`},
	"auth": {[]string{"AuthTrait", "ServiceAuthDefinitions"}, `
@httpBasicAuth @httpDigestAuth service S { operations: [Op] }
@auth([httpBasicAuth, httpBearerAuth]) operation Op {}`, `
1:32 warning[ServiceAuthDefinitions] a#S: a#S has several authentication schemes and lacks the trait auth, so clients try them in the order of their ids: list smithy.api#httpBasicAuth, smithy.api#httpDigestAuth there in the order that you want
2:23 danger[AuthTrait] a#Op: a#Op asks for smithy.api#httpBearerAuth, which the service a#S does not have: give the service that trait, or remove it here
`},
	"streams": {[]string{"StreamingTrait"}, `
service S { operations: [Op, Two] }
@trait @protocolDefinition(traits: [httpPayload]) structure proto {}
apply S @proto
operation Op { input: In, output := { @required @httpPayload body: Sized }, errors: [E] }
operation Two { input := { in: In } }
structure In { body: Bytes }
@error("client") structure E { @required @httpPayload body: Bytes }
operation Three { output := { events: Events } }
@streaming blob Bytes
@streaming @requiresLength blob Sized
@streaming union Events { a: String, b: Event, c: Blob }
structure Event {}`, `
4:1 error[StreamingTrait] a#Op: a#E is an error of a#Op, but has a stream: a stream must be a member of the input or output of an operation itself
  7:55 the stream is here
4:37 error[StreamingTrait] a#OpOutput: the stream body of a#OpOutput must know its length, which only inputs can promise, but it is in the output of a#Op: remove the trait requiresLength
  4:62 the stream is here
5:28 error[StreamingTrait] a#TwoInput$in: a#TwoInput$in targets a#In, which has a stream: a stream must be a member of the input or output of an operation itself
  6:16 the stream is here
6:16 error[StreamingTrait] a#In$body: the member body is a stream of bytes, which is never absent, only empty: give it the trait required or the default ""
6:16 error[StreamingTrait] a#In$body: the member body is a stream, which a protocol of a#S can only send as the body: give it the trait httpPayload
11:27 error[StreamingTrait] a#Events: the events of the stream a#Events must be structures, which a, c are not: target structures
`},
	"events": {nil, `
structure Event { @eventPayload body: Blob, @eventHeader h: String, lost: String }`, `
1:69 error[EventPayloadTrait] a#Event: the payload of the event a#Event is the member body, so there is no place for lost: give it the trait eventHeader
  1:33 the payload is here
`},
	"compression": {nil, `
@requestCompression(encodings: []) operation One { input := { a: String } }
@requestCompression(encodings: ["gzip", "brotli", "lz"]) operation Two {}
@requestCompression(encodings: ["GZIP"]) operation Three { input := { @required body: Sized } }
@streaming @requiresLength blob Sized`, `
1:32 error[RequestCompressionTrait] a#One: the trait requestCompression of a#One names no encoding: write gzip
2:1 error[RequestCompressionTrait] a#Two: a#Two has the trait requestCompression, but no input that could be compressed: remove it, or add an input
2:41 error[RequestCompressionTrait] a#Two: requests can't be compressed as brotli, lz: write gzip, the only encoding that there is
3:1 error[RequestCompressionTrait] a#Three: a#Three has the trait requestCompression, but its input is a stream of known length, a#ThreeInput$body, and compressing changes the length: remove the trait
  3:81 the stream is here
`},
	"pagination": {[]string{"PaginatedTrait"}, `
service S { operations: [None, Two, Three] }
@paginated operation None { input := {}, output := {} }
@paginated(inputToken: "tokn", outputToken: "a.b.c", pageSize: "x.size", items: "a")
operation Two { input := { token: String }, output := { a: A } }
structure A { b: B }
structure B { @required c: String }
@paginated(inputToken: "token", outputToken: "token", pageSize: "size", items: "token")
operation Three { input := { @required token: Blob, @required size: Long }, output := { @required token: Map } }
@paginated(inputToken: "a", outputToken: "b.c")
operation Four { output := { b: Map } }
map Map { key: String, value: String }`, `
2:1 error[PaginatedTrait] a#None: in the service a#S, the trait paginated of a#None needs inputToken, which neither it nor the service has: add it to one of the two
2:1 error[PaginatedTrait] a#None: in the service a#S, the trait paginated of a#None needs outputToken, which neither it nor the service has: add it to one of the two
3:24 error[PaginatedTrait] a#Two: the inputToken of the trait paginated is tokn, but a#TwoInput has no member tokn: did you mean token?
3:45 warning[PaginatedTrait.DeeplyNested.outputToken] a#Two: the outputToken of the trait paginated, a.b.c, has more than two parts, which is cumbersome to use: move the member up
3:45 danger[PaginatedTrait.ShouldNotBeRequired.outputToken] a#Two: the outputToken of the trait paginated, c, is required, but the last page is without it: remove the trait required from it
3:64 error[PaginatedTrait] a#Two: the pageSize of the trait paginated must be the name of a member of the input, not the path x.size
3:81 error[PaginatedTrait] a#Two: the items of the trait paginated, a, targets a#A, a structure: target a list or a map
7:24 error[PaginatedTrait] a#Three: the inputToken of the trait paginated, token, is required, but the first page is asked for without it: remove the trait required from it
7:24 error[PaginatedTrait] a#Three: the inputToken of the trait paginated, token, targets smithy.api#Blob, a blob: target a string
7:46 danger[PaginatedTrait.ShouldNotBeRequired.outputToken] a#Three: the outputToken of the trait paginated, token, is required, but the last page is without it: remove the trait required from it
7:46 danger[PaginatedTrait.WrongShapeType.outputToken] a#Three: the outputToken of the trait paginated, token, targets a#Map, a map, which few tools know: target a string
7:65 warning[PaginatedTrait.ShouldNotBeRequired.pageSize] a#Three: the pageSize of the trait paginated, size, is required, but a service should have a size of its own: remove the trait required from it
7:65 danger[PaginatedTrait.WrongShapeType.pageSize] a#Three: the pageSize of the trait paginated, size, targets smithy.api#Long, a long, which few tools know: target an integer
9:24 error[PaginatedTrait] a#Four: the inputToken of the trait paginated is a, but a#Four has no input
9:42 error[PaginatedTrait] a#Four: the outputToken of the trait paginated is b.c, but a#Map has no member c: name one that it has
`},
	"pagination of a service": {nil, `
@paginated(inputToken: "token", outputToken: "next") service S { operations: [Op] }
@paginated operation Op { input := { token: String }, output := { nxt: String } }`, `
1:46 error[PaginatedTrait] a#Op: in the service a#S, the outputToken of the trait paginated is next, but a#OpOutput has no member next: did you mean nxt?
`},
	"inputs and outputs": {[]string{"OperationInputOutput", "OperationNameAmbiguity"}, `
operation One { input: OneInput, output: OneInput }
operation Two { input: OneInput }
@input structure OneInput {}
structure Nest { in: OneInput }
structure TwoRequest {}
structure OneOutput {}`, `
1:1 error[OperationInputOutputMisuse] a#One: the output of a#One is a#OneInput, which has the trait input: use it as that only
  3:1 the trait is here
2:1 warning[OperationInputOutputName.input] a#Two: the input of a#Two is a#OneInput, whose name should begin with that of the operation: rename it
  3:1 the trait is here
3:8 error[OperationInputOutputMisuse] a#OneInput: a#OneInput has the trait input and so can be that of one operation only, but is that of a#One, a#Two: give each its own
4:18 error[OperationInputOutputMisuse] a#Nest$in: a#Nest$in targets a#OneInput, which has the trait input and can't be nested: use another structure
  3:1 the trait is here
5:1 warning[OperationNameAmbiguity] a#TwoRequest: a#TwoRequest is named like the input of a#Two, but that has a#OneInput: rename it, since generated code may use the name
6:1 warning[OperationNameAmbiguity] a#OneOutput: a#OneOutput is named like the output of a#One, but that has a#OneInput: rename it, since generated code may use the name
`},
	"idempotent": {nil, `
@idempotent(exists: [A, B], notFound: [C]) operation Op { errors: [A] }
@idempotent(exists: [A]) operation None {}
@error("client") structure A {}
@error("client") structure B {}
@error("client") structure C {}`, `
1:25 error[IdempotentTrait] a#Op: exists of the trait idempotent is a#B, which is not among the errors of a#Op: did you mean a#A?
1:39 error[IdempotentTrait] a#Op: the trait idempotent has both exists and notFound, which exclude each other: keep the one that repeated calls get
1:40 error[IdempotentTrait] a#Op: notFound of the trait idempotent is a#C, which is not among the errors of a#Op: did you mean a#A?
2:22 error[IdempotentTrait] a#None: exists of the trait idempotent is a#A, which is not among the errors of a#None: it has none
`},
	"idempotency tokens": {[]string{"IdempotencyTokenIgnored"}, `
operation Op { input := { @idempotencyToken token: String, n: N } }
structure N { @idempotencyToken token: String }`, `
2:15 warning[IdempotencyTokenIgnored] a#N$token: the trait idempotencyToken of the member token has an effect in the input of an operation only, but its structure is the target of a#OpInput$n: remove the trait
`},
	"waiters": {[]string{"Waitable"}, `
use smithy.waiters#waitable
@waitable(
    Delays: {
        minDelay: 200
        acceptors: [{ state: "failure", matcher: { success: false } }]
    }
    Paths: {
        acceptors: [
            { state: "success", matcher: { output: { path: "stat == 'x'", expected: "yes", comparator: "booleanEquals" } } }
            { state: "failure", matcher: { output: { path: "items[].id", expected: "x", comparator: "stringEquals" } }, message: "items[].size" }
            { state: "retry", matcher: { inputOutput: { path: "input.name == output.state &&", expected: "true", comparator: "booleanEquals" } }, message: "state" }
            { state: "failure", matcher: { errorType: "NotFond" }, message: "length(size)" }
            { state: "failure", matcher: { errorType: "a#NotFound" }, message: "items" }
            { state: "failure", matcher: { output: { path: "input.name", expected: "x", comparator: "stringEquals" } }, message: "state < state" }
        ]
    }
)
operation Op { input := { name: String }, output := { state: String, items: Items }, errors: [NotFound] }
list Items { member: Item }
structure Item { id: String, size: Integer, when: Timestamp, inner: Items, tags: Tags }
map Tags { key: String, value: String }
@error("client") structure NotFound {}`, `
4:19 error[WaitableTrait] a#Op: waiter Delays: minDelay, 200, is greater than maxDelay, 120: correct one of them
5:20 error[WaitableTrait] a#Op: waiter Delays: no acceptor has the state success, so the waiter can only fail: add one
9:61 danger[WaitableTraitJmespathProblem.JmespathEventDanger.Paths.0] a#Op: waiter Paths: in stat == 'x', there is no field stat here: did you mean state?
9:85 error[WaitableTrait] a#Op: waiter Paths: booleanEquals compares with "true" or "false", not "yes": write one of them
10:60 danger[WaitableTraitJmespathProblem.ReturnTypeMismatch.Paths.1] a#Op: waiter Paths: stringEquals compares a string, but the value of items[].id is an array: use another comparator, or correct the path
10:130 error[WaitableTrait] a#Op: waiter Paths: a message must be a string or an array of strings, but each element of items[].size is a number: correct the expression
11:93 error[WaitableTrait] a#Op: waiter Paths: input.name == output.state && is not a JMESPath expression: the expression ends where a value should stand
11:156 error[WaitableTrait] a#Op: waiter Paths: only an acceptor with the state failure has a message, not one with retry: remove it
12:55 warning[WaitableTraitInvalidErrorType.Paths.3] a#Op: waiter Paths: the error NotFond is not among the errors of a#Op: did you mean NotFound?
12:77 error[WaitableTrait] a#Op: waiter Paths: a message must be a string or an array of strings, but length(size) is a number: correct the expression
12:85 danger[WaitableTraitJmespathProblem.JmespathEventDanger.Paths.3] a#Op: waiter Paths: in length(size), there is no field size here: it has state, items
13:80 error[WaitableTrait] a#Op: waiter Paths: a message must be a string or an array of strings, but each element of items is an object: correct the expression
14:61 danger[WaitableTraitJmespathProblem.JmespathEventDanger.Paths.5] a#Op: waiter Paths: in input.name, there is no field input here: it has state, items
14:130 error[WaitableTrait] a#Op: waiter Paths: a message must be a string or an array of strings, but state < state is null: correct the expression
14:137 warning[WaitableTraitJmespathProblem.JmespathEventWarning.Paths.5] a#Op: waiter Paths: in state < state, < compares a string with a string, but only numbers have an order: use == or !=
`},
	"waiters of recursive shapes": {[]string{"Waitable"}, `
use smithy.waiters#waitable
@waitable(Fine: { acceptors: [{ state: "success", matcher: { output: {
    path: "items[].inner[].inner[].tags.name", expected: "x", comparator: "allStringEquals" } } }] })
operation Op { output := { items: Items } }
list Items { member: Item }
structure Item { inner: Items, tags: Tags }
map Tags { key: String, value: String }`, ``},
	"waiter names": {nil, `
use smithy.waiters#waitable
service S { operations: [One, Two] }
@waitable(Done: { acceptors: [{ state: "success", matcher: { success: true } }] }) operation One {}
@waitable(DONE: { acceptors: [{ state: "success", matcher: { success: true } }] }) operation Two {}`, `
3:11 error[UniqueWaiterNames] a#One: in the service a#S the name of the waiter Done of a#One differs from one of a#Two in upper and lower case at most: rename one
4:11 error[UniqueWaiterNames] a#Two: in the service a#S the name of the waiter DONE of a#Two differs from one of a#One in upper and lower case at most: rename one
`},
	"conditions": {nil, `
use smithy.contracts#conditions
@conditions(
    Fine: { expression: "a == b", documentation: "d" }
    Broken: { expression: "a = b", documentation: "d" }
)
structure S { a: String, b: String }`, `
4:30 error[Model] a#S: the condition Broken of a#S is not a JMESPath expression, a = b: '=' does not belong here
`},
}

// TestNearNames holds that a misspelt name brings up the one that was meant, wherever a model names something.
func TestNearNames(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ model, want string }{
		"label": {
			`@http(method: "POST", uri: "/{naem}") operation Op { input := { @required @httpLabel name: String } }`,
			"has no member of that name: did you mean name?",
		},
		"host label": {
			`@endpoint(hostPrefix: "{acount}.") operation Op { input := { @required account: String } }`,
			"with the trait hostLabel: did you mean account?",
		},
		"token": {
			`@paginated(inputToken: "tokn", outputToken: "token") operation Op { input := { token: String } output := { token: String } }`,
			"a#OpInput has no member tokn: did you mean token?",
		},
		"error of an idempotent operation": {
			"@idempotent(exists: [Conflit]) operation Op { errors: [Conflict] }\n" +
				"@error(\"client\") structure Conflict {}\n@error(\"client\") structure Conflit {}",
			"a#Conflit, which is not among the errors of a#Op: did you mean a#Conflict?",
		},
		"error of an example": {
			"@examples([{ title: \"x\", error: { shapeId: Mising } }]) operation Op { errors: [Missing] }\n" +
				"@error(\"client\") structure Missing {}\n@error(\"client\") structure Mising {}",
			"a#Mising, which is not among the errors of a#Op: did you mean a#Missing?",
		},
		"path of a breaking change": {
			`@trait(breakingChanges: [{ change: "add", path: "/colr" }]) structure t { color: String }`,
			"a#t, a structure, has no member colr: did you mean color?",
		},
		"reference": {
			"resource Thing { identifiers: { thingId: String } }\n" +
				"@references([{ resource: Thing }]) structure S { thingID: String }",
			"a#S has no member thingId (did you mean thingID?)",
		},
		"shape in a trait value": {
			"@trait @idRef(failWhenMissing: true) string link\n@link(\"a#Forst\") string S\nstructure Forest {}",
			"the shape a#Forst, which nothing declares: did you mean a#Forest?",
		},
		"member of a trait value": {
			"@trait structure form { name: String }\n@form(nam: \"x\") string S",
			`has a member "nam", which a#form does not have: did you mean name?`,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := webFindings(t, test.model, "TraitValue")
			if strings.Count(got, test.want) != 1 {
				t.Errorf("found %s\nwant ... %s", got, test.want)
			}
		})
	}
}
