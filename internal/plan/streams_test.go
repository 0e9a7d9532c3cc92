// What becomes of operations with event streams.

package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/plan"
)

// streams is a model with an operation that sends and receives the same events, of which one is an error, and another
// operation that receives events of which one is that error.
func streams(protocol string) string {
	return `{"smithy":"2.0","shapes":{
"a#Svc":{"type":"service","version":"1","operations":[{"target":"a#Talk"},{"target":"a#Listen"}],"traits":{` + protocol + `}},
"a#Talk":{"type":"operation","input":{"target":"a#In"},"output":{"target":"a#Out"},"traits":{"smithy.api#http":{"method":"POST","uri":"/t"}}},
"a#Listen":{"type":"operation","output":{"target":"a#Heard"},"traits":{"smithy.api#http":{"method":"POST","uri":"/l"}}},
"a#In":{"type":"structure","members":{
	"room":{"target":"smithy.api#String","traits":{"smithy.api#httpHeader":"X-Room"}},
	"said":{"target":"a#Words","traits":{"smithy.api#httpPayload":{},"smithy.api#required":{}}}}},
"a#Out":{"type":"structure","members":{"heard":{"target":"a#Words","traits":{"smithy.api#httpPayload":{}}}}},
"a#Heard":{"type":"structure","members":{"validate":{"target":"a#Others","traits":{"smithy.api#httpPayload":{}}}}},
"a#Words":{"type":"union","members":{"word":{"target":"a#Word"},"stop":{"target":"a#Stop"}},"traits":{"smithy.api#streaming":{}}},
"a#Others":{"type":"union","members":{"word":{"target":"a#Word"},"stop":{"target":"a#Stop"}},"traits":{"smithy.api#streaming":{}}},
"a#Word":{"type":"structure","members":{
	"at":{"target":"smithy.api#Timestamp","traits":{"smithy.api#eventHeader":{}}},
	"text":{"target":"a#Text","traits":{"smithy.api#eventPayload":{}}}}},
"a#Text":{"type":"string","traits":{"smithy.api#mediaType":"text/html","smithy.api#length":{"max":9}}},
"a#Stop":{"type":"structure","members":{},"traits":{"smithy.api#error":"server"}}}}`
}

func TestStreams(t *testing.T) {
	t.Parallel()
	p, reported := build(t, streams(restJSON), plan.Options{})
	if len(reported) > 0 || !p.Streams() {
		t.Errorf("reported: %v", reported)
	}
	type streamed struct {
		Sends, Table string
		Receives     bool
	}
	operations := map[string]streamed{}
	for _, o := range p.Operations {
		operations[o.Name] = streamed{o.Sends, o.SendsTable, o.Receives}
	}
	if diff := cmp.Diff(map[string]streamed{"Talk": {"Words", "WordsUnknown", true}, "Listen": {"", "", true}}, operations); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
	fields, variants, endings := map[string][]string{}, map[string][]string{}, map[string][]string{}
	for _, typ := range p.Types {
		if u := typ.Union; u != nil {
			for _, v := range u.Variants {
				variants[u.Name] = append(variants[u.Name], v.Name)
			}
			for _, e := range u.Endings {
				endings[u.Name] = append(endings[u.Name], e.Member+" "+e.Type.Of)
			}
			if u.Validated {
				t.Errorf("%s would have a validator that nobody calls", u.Name)
			}
			continue
		}
		for _, f := range typ.Struct.Fields {
			text := f.Name + " " + f.Row.Bind + " " + f.Row.Type.Kind + " " + f.Row.MediaType
			if f.Type.Arg != "" {
				text += f.Type.Name + "[" + f.Type.Arg + "] " + f.Row.Type.Of
			}
			fields[typ.Struct.Name] = append(fields[typ.Struct.Name], text)
		}
		if want := typ.Struct.Name == "Word"; typ.Struct.Validated != want {
			t.Errorf("%s is validated: %t", typ.Struct.Name, typ.Struct.Validated)
		}
	}
	for what, diff := range map[string]string{
		"fields": cmp.Diff(map[string][]string{
			"In":    {"Room Header String "},
			"Out":   {"Heard Payload EventStream Reader[Words] WordsUnknown"},
			"Heard": {"ValidateValue Payload EventStream Reader[Others] OthersUnknown"},
			"Word":  {"At EventHeader Timestamp ", "Text EventPayload String text/html"},
		}, fields),
		"variants": cmp.Diff(map[string][]string{"Words": {"WordsWord", "WordsStop"}, "Others": {"OthersWord"}}, variants),
		"endings":  cmp.Diff(map[string][]string{"Others": {"stop Stop"}}, endings),
	} {
		if diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}

// TestStreamDocs wants the field's Go name in the example.
func TestStreamDocs(t *testing.T) {
	t.Parallel()
	p, _ := build(t, streams(restJSON), plan.Options{})
	want := map[string][]string{
		"Listen": {
			"Listen calls the operation of that name: POST /l.", "",
			"The events of the reply are read from its output, to the end or until that is closed:", "",
			"\tfor event, err := range out.ValidateValue.All() {", "\t\t…", "\t}",
		},
		"Talk": {
			"Talk calls the operation of that name: POST /t.", "",
			"The stream that it returns sends the events, and has the output:", "",
			"\tstream, err := client.Talk(ctx, in)", "\tdefer stream.Close()",
			"\terr = stream.Send(ctx, &WordsWord{Value: …}) // each event; then stream.CloseSend()",
			"\tout, err := stream.Output(ctx)", "\tfor event, err := range out.Heard.All() {", "\t\t…", "\t}",
		},
	}
	for _, o := range p.Operations {
		if diff := cmp.Diff(want[o.Name], o.Doc); diff != "" {
			t.Errorf("%s (-want +got):\n%s", o.Name, diff)
		}
	}
}

// TestStreamsWithoutProtocol has a protocol that cannot stream.
func TestStreamsWithoutProtocol(t *testing.T) {
	t.Parallel()
	p, reported := build(t, streams(`"aws.protocols#awsQuery":{},"smithy.api#xmlNamespace":{"uri":"http://a/"}`), plan.Options{})
	want := []string{
		"warning operation.eventStream: operation Talk is left out: protocol awsQuery has no event streams",
		"warning operation.eventStream: operation Listen is left out: protocol awsQuery has no event streams",
	}
	if diff := cmp.Diff(want, reported); diff != "" {
		t.Errorf("reported (-want +got):\n%s", diff)
	}
	if len(p.Operations) > 0 {
		t.Errorf("it has %v", p.Operations)
	}
}

// TestBytesWithoutProtocol has a protocol whose messages are documents and nothing else.
func TestBytesWithoutProtocol(t *testing.T) {
	t.Parallel()
	model := func(protocol string) string {
		return `{"smithy":"2.0","shapes":{
"a#Svc":{"type":"service","version":"1","operations":[{"target":"a#Put"},{"target":"a#Get"},{"target":"a#Ask"}],"traits":{"` + protocol + `":{}}},
"a#Put":{"type":"operation","input":{"target":"a#In"},"traits":{"smithy.api#http":{"method":"POST","uri":"/p"}}},
"a#Get":{"type":"operation","output":{"target":"a#Out"},"traits":{"smithy.api#http":{"method":"POST","uri":"/g"}}},
"a#Ask":{"type":"operation","traits":{"smithy.api#http":{"method":"POST","uri":"/a"}}},
"a#In":{"type":"structure","members":{"bytes":{"target":"a#Bytes","traits":{"smithy.api#httpPayload":{},"smithy.api#required":{}}}}},
"a#Out":{"type":"structure","members":{"bytes":{"target":"a#Bytes","traits":{"smithy.api#httpPayload":{},"smithy.api#required":{}}}}},
"a#Bytes":{"type":"blob","traits":{"smithy.api#streaming":{}}}}}`
	}
	for protocol, want := range map[string][]string{
		"aws.protocols#restJson1": nil,
		"smithy.protocols#rpcv2Cbor": {
			"warning operation.stream: operation Put is left out: protocol rpcv2Cbor has no streams of bytes",
			"warning operation.stream: operation Get is left out: protocol rpcv2Cbor has no streams of bytes",
		},
	} {
		p, reported := build(t, model(protocol), plan.Options{})
		if diff := cmp.Diff(want, reported); diff != "" {
			t.Errorf("%s (-want +got):\n%s", protocol, diff)
		}
		if got := len(p.Operations) + len(reported); got != 3 {
			t.Errorf("%s: %d operations", protocol, len(p.Operations))
		}
	}
}
