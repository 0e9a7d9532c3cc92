// Which cases of protocol tests are planned, and which are left out. What they look like in Go is in the goldens of package
// emit.

package plan_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/plan"
)

// testModel is a model whose operation has a case of a request.
func testModel(members, testCase string) string {
	return service(restJSON+`,"aws.protocols#restXml":{}`, post+`,"smithy.test#httpRequestTests":[{"id":"Case","protocol":"aws.protocols#restJson1","method":"POST","uri":"/",`+testCase+`}]`, members,
		`,"a#Dense":{"type":"list","member":{"target":"smithy.api#String"}},"a#Union":{"type":"union","members":{"x":{"target":"smithy.api#String"}}}`+
			`,"a#Map":{"type":"map","key":{"target":"smithy.api#String"},"value":{"target":"a#Union"}}`)
}

func TestCasesLeftOut(t *testing.T) {
	t.Parallel()
	const all = `"s":{"target":"smithy.api#String"},"b":{"target":"smithy.api#Boolean"},"i":{"target":"smithy.api#Integer"},"f":{"target":"smithy.api#Double"},` +
		`"t":{"target":"smithy.api#Timestamp"},"l":{"target":"a#Dense"},"u":{"target":"a#Union"},"m":{"target":"a#Map"},"o":{"target":"smithy.api#Blob"}`
	tests := map[string]struct{ testCase, why string }{
		"a member that is not there": {`"params":{"x":1}`, "In has no member x"},
		"a string for a boolean":     {`"params":{"b":"true"}`, "b: is a string, not a boolean"},
		"a number for a string":      {`"params":{"s":1}`, "s: is a number, not a string"},
		"a fraction":                 {`"params":{"i":1.5}`, "i: a number is no whole number"},
		"a word for a number":        {`"params":{"f":"many"}`, "f: is a string, not a number"},
		"no blob":                    {`"params":{"o":[]}`, "o: is an array, not a string"},
		"a date":                     {`"params":{"t":"today"}`, "t: is a string, not a number of seconds"},
		"a very short time":          {`"params":{"t":1.0000000001}`, "t: 1.0000000001 seconds are finer than a nanosecond"},
		"a very long time":           {`"params":{"t":1e30}`, "t: 1e30 seconds are out of range"},
		"null in a dense list":       {`"params":{"l":["a",null]}`, "l: [1]: null in a collection that is not sparse"},
		"an empty union":             {`"params":{"u":{}}`, "u: a value of the union Union has no member"},
		"a union's other member":     {`"params":{"m":{"k":{"y":1}}}`, `m: ["k"]: Union has no member y`},
		"vendorParams":               {`"vendorParams":{"x":1}`, `nothing is known of its vendorParams, which are of the shape ""`},
		"an AwsConfig that is not known": {`"vendorParamsShape":"aws.protocoltests.config#AwsConfig","vendorParams":{"scopedConfig":{"client":{"aws_profile":"me"}}}`,
			"its vendorParams have scopedConfig.client.aws_profile, which the client has no option for"},
		"an AwsConfig of another service": {`"vendorParamsShape":"aws.protocoltests.config#AwsConfig","vendorParams":{"scopedConfig":{"operation":{"s3":{"addressing_style":"path"}}}}`,
			"its vendorParams have scopedConfig.operation.s3.addressing_style, which the client has no option for"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, got := build(t, testModel(all, test.testCase), plan.Options{Tests: true})
			want := []string{"warning test.unsupported: the test Case is left out: " + test.why}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("reported (-want +got):\n%s", diff)
			}
			if p.Tests == nil || len(p.Tests.Requests) > 0 {
				t.Errorf("tests are planned: %+v", p.Tests)
			}
		})
	}
}

func TestCasesPlanned(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		testCase string
		opts     plan.Options
		planned  int // cases; -1 for no tests at all
	}{
		"both sides":       {`"documentation":""`, plan.Options{Tests: true}, 1},
		"clients":          {`"appliesTo":"client"`, plan.Options{Tests: true}, 1},
		"servers":          {`"appliesTo":"server"`, plan.Options{Tests: true}, 0},
		"not asked for":    {`"appliesTo":"client"`, plan.Options{}, -1},
		"another protocol": {`"documentation":""`, plan.Options{Tests: true, Protocol: "restXml"}, 0},
		"an error code":    {`"vendorParamsShape":"aws.protocoltests.config#ErrorCodeParams","vendorParams":{"code":"x"}`, plan.Options{Tests: true}, 1},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, reported := build(t, testModel("", test.testCase), test.opts)
			if len(reported) > 0 {
				t.Fatal(reported)
			}
			got := -1
			if p.Tests != nil {
				got = 0
				for _, f := range p.Tests.Requests {
					got += len(f.Cases)
				}
			}
			if got != test.planned {
				t.Errorf("%d cases are planned, not %d", got, test.planned)
			}
		})
	}
}

// TestVendorParams: what AWS's cases say of a client becomes settings that it has.
func TestVendorParams(t *testing.T) {
	t.Parallel()
	const rules = `,"smithy.rules#endpointRuleSet":{"version":"1.0","parameters":{
		"Region":{"type":"string","builtIn":"AWS::Region","documentation":"r"},
		"Path":{"type":"boolean","builtIn":"AWS::S3::ForcePathStyle","required":true,"default":false,"documentation":"p"},
		"Fast":{"type":"boolean","builtIn":"AWS::S3::Accelerate","required":true,"default":false,"documentation":"f"},
		"Dual":{"type":"boolean","builtIn":"AWS::UseDualStack","required":true,"default":false,"documentation":"d"}},
		"rules":[{"conditions":[],"type":"endpoint","endpoint":{"url":"https://example.com"}}]}`
	const sdk = `,"aws.api#service":{"sdkId":"S3"},"aws.auth#sigv4":{"name":"s3"}` + rules
	model := service(restJSON+sdk, post+`,"smithy.test#httpRequestTests":[{"id":"Case","protocol":"aws.protocols#restJson1","method":"POST","uri":"/",
		"host":"s3.eu-west-1.amazonaws.com","vendorParamsShape":"aws.protocoltests.config#AwsConfig","vendorParams":{"scopedConfig":{
		"client":{"region":"eu-west-1","s3":{"addressing_style":"path","use_accelerate_endpoint":true,"use_dualstack_endpoint":false}},
		"operation":{"s3":{"addressing_style":"virtual"}}}}}]`, "", "")
	p, reported := build(t, model, plan.Options{Tests: true})
	if len(reported) > 0 || len(p.Tests.Requests) != 1 {
		t.Fatal(reported, p.Tests)
	}
	c := p.Tests.Requests[0].Cases[0]
	want := []plan.Setting{
		{Field: "Endpoint", Value: plan.Expr{Kind: plan.Text}},
		{Field: "Region", Value: plan.Expr{Kind: plan.Text, Text: "eu-west-1"}},
		{Field: "UsePathStyle", Value: plan.Expr{Text: "false"}},
		{Field: "UseAccelerate", Value: plan.Expr{Text: "true"}},
		{Field: "UseDualStack", Value: plan.Expr{Text: "false"}},
	}
	if diff := cmp.Diff(want, c.Config); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	model = strings.Replace(model, rules, "", 1)
	if p, reported = build(t, model, plan.Options{Tests: true}); len(reported) != 1 || len(p.Tests.Requests) != 0 {
		t.Errorf("without rules there are no such options: %v", reported)
	}
}

func TestEventCasesLeftOut(t *testing.T) {
	t.Parallel()
	const stream = `"e":{"target":"a#E","traits":{"smithy.api#httpPayload":{}}}`
	tests := map[string]struct{ testCase, why string }{
		"an event of no model":       {`"events":[{"type":"request"}]`, "it sends an event that the model does not have"},
		"an event that is not there": {`"events":[{"type":"request","params":{"y":{}}}]`, "E has no member y"},
		"a header of no type":        {`"events":[{"type":"request","params":{"x":{}},"headers":{"h":{"uuid":"1"}}}]`, "header h: has no type that events have"},
		"a header that is no base64": {`"events":[{"type":"request","params":{"x":{}},"headers":{"h":{"blob":"?"}}}]`, "header h: illegal base64 data at input byte 0"},
		"bytes that are no base64":   {`"events":[{"type":"response","bytes":"?"}]`, "the bytes of an event are no base64: illegal base64 data at input byte 0"},
		"an output that is not there": {`"initialResponseParams":{"y":1},"initialResponse":{"code":200}`,
			"Out has no member y"},
		"an error of another package": {`"expectation":{"failure":{"errorId":"b#Other"}}`, "its error b#Other is not one of the package"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := strings.Replace(service(restJSON, post+`,"smithy.test#eventStreamTests":[{"id":"Case","protocol":"aws.protocols#restJson1",`+test.testCase+`}]`, stream,
				`,"a#Event":{"type":"structure","members":{}},"a#Out":{"type":"structure","members":{`+stream+`}},`+
					`"a#E":{"type":"union","members":{"x":{"target":"a#Event"}},"traits":{"smithy.api#streaming":{}}}`),
				`"input":{"target":"a#In"}`, `"input":{"target":"a#In"},"output":{"target":"a#Out"}`, 1)
			_, got := build(t, model, plan.Options{Tests: true})
			want := []string{"warning test.unsupported: the test Case is left out: " + test.why}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("reported (-want +got):\n%s", diff)
			}
		})
	}
}
