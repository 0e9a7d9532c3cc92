// The table of special cases, on models with just what its rows look for.

package plan

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/ast"
	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
	"github.com/smithwright/smithwright/internal/testenv"
)

// planned plans the first service of a model.
func planned(t *testing.T, name string, text []byte) *Package {
	t.Helper()
	var diags diag.List
	m := shape.Assemble(ast.Parse(source.New(name, text), &diags), &diags)
	if diags.HasErrors() {
		t.Fatalf("the model is broken: %v", diags.Sorted())
	}
	p := Build(m, Options{Service: m.Services()[0].ID}, &diags)
	if p == nil || diags.HasErrors() {
		t.Fatal(diags.Sorted())
	}
	return p
}

// serviceOf is a model of a service with that sdkId. Each operation is a name and a URI, and has the same input.
func serviceOf(sdkID, members string, operations ...string) string {
	var names, shapes []string
	for i := 0; i < len(operations); i += 2 {
		names = append(names, fmt.Sprintf(`{"target":"a#%s"}`, operations[i]))
		shapes = append(shapes, fmt.Sprintf(`"a#%s":{"type":"operation","input":{"target":"a#In"},"traits":{"smithy.api#http":{"method":"PUT","uri":"%s"}}}`,
			operations[i], operations[i+1]))
	}
	return `{"smithy":"2.0","shapes":{"a#Svc":{"type":"service","version":"2012-06-01","operations":[` + strings.Join(names, ",") + `],"traits":{
"aws.protocols#restJson1":{},"aws.auth#sigv4":{"name":"x"},"aws.api#service":{"sdkId":"` + sdkID + `"}}},
"a#In":{"type":"structure","members":{` + members + `}},` + strings.Join(shapes, ",") + `}}`
}

const label = `{"target":"smithy.api#String","traits":{"smithy.api#httpLabel":{},"smithy.api#required":{},"smithy.api#length":{"min":1,"max":32}}}`

// facts is what the table may change of a package.
type facts struct {
	Headers    []Header
	Sign       []string
	Operations map[string]operationFacts
}

type operationFacts struct {
	Digest string
	Within bool
	Steps  []Step
	Checks []Step
	Verify string
}

func factsOf(p *Package) facts {
	f := facts{Headers: p.Headers, Sign: p.Auth.Options, Operations: map[string]operationFacts{}}
	for _, o := range p.Operations {
		of := operationFacts{Digest: o.Digest.Name, Within: o.ErrorWithin, Steps: o.Steps, Checks: o.Checks}
		if o.Verifier != nil {
			of.Verify = o.Verifier.Value
		}
		if of.Digest != "" || of.Within || of.Steps != nil || of.Checks != nil || of.Verify != "" {
			f.Operations[o.Name] = of
		}
	}
	return f
}

func TestSpecials(t *testing.T) {
	t.Parallel()
	ids := []Step{{Type: "WithoutPrefix", Field: "Prefixes", List: []string{"%2Fhostedzone%2F", "%2Fchange%2F", "%2Fdelegationset%2F"}}}
	plain := facts{Operations: map[string]operationFacts{}}
	for name, test := range map[string]struct {
		model string
		want  facts
	}{
		"nobody": {serviceOf("Svc", `"Bucket":`+label, "CopyObject", "/{Bucket}"), plain},
		"API Gateway": {
			serviceOf("API Gateway", "", "GetExport", "/"),
			facts{Headers: []Header{{"Accept", "application/json"}}, Operations: map[string]operationFacts{}},
		},
		"DynamoDB": {
			serviceOf("DynamoDB", "", "GetItem", "/"),
			facts{
				Headers:    []Header{{"Accept-Encoding", "identity"}},
				Operations: map[string]operationFacts{"GetItem": {Verify: "X-Amz-Crc32"}},
			},
		},
		"EC2": {
			serviceOf("EC2", "", "CopySnapshot", "/", "CopyImage", "/i"),
			facts{Operations: map[string]operationFacts{"CopySnapshot": {Steps: copied("PresignedUrl", "SourceRegion", "")}}},
		},
		"RDS": {
			serviceOf("RDS", "", "CopyDBSnapshot", "/", "DeleteDBSnapshot", "/d"),
			facts{Operations: map[string]operationFacts{"CopyDBSnapshot": {Steps: copied("PreSignedUrl", "", "SourceDBSnapshotIdentifier")}}},
		},
		"SQS": {
			serviceOf("SQS", "", "SendMessage", "/", "DeleteMessage", "/d"),
			facts{Operations: map[string]operationFacts{"SendMessage": {Checks: []Step{
				{Type: "TextMD5", Fields: []string{"Text", "MessageBody", "Sum", "MD5OfMessageBody"}},
			}}}},
		},
		"Glacier": {
			serviceOf("Glacier", `"accountId":`+label, "UploadArchive", "/{accountId}/a", "UploadMultipartPart", "/{accountId}/p", "ListVaults", "/{accountId}"),
			facts{
				Headers: []Header{{"X-Amz-Glacier-Version", "2012-06-01"}}, Sign: []string{"ContentHash"},
				Operations: map[string]operationFacts{"UploadArchive": {Digest: "TreeHash"}, "UploadMultipartPart": {Digest: "TreeHash"}},
			},
		},
		"Machine Learning": {
			serviceOf("Machine Learning", `"PredictEndpoint":{"target":"smithy.api#String"}`, "Predict", "/", "GetMLModel", "/m"),
			facts{Operations: map[string]operationFacts{"Predict": {Steps: []Step{{Type: "EndpointOf", Field: "Member", Value: "PredictEndpoint"}}}}},
		},
		"Route 53": {
			serviceOf("Route 53", `"Id":`+label, "GetHostedZone", "/hostedzone/{Id}", "ListHostedZones", "/hostedzone/{Id}/more"),
			facts{Operations: map[string]operationFacts{"GetHostedZone": {Steps: ids}, "ListHostedZones": {Steps: ids}}},
		},
		"S3": {
			serviceOf("S3", `"Bucket":`+label, "CopyObject", "/{Bucket}", "GetObject", "/{Bucket}/o", "WriteGetObjectResponse", "/w/{Bucket}"),
			facts{
				Sign:       []string{"PlainPath", "ContentHash", "OpenPresign"},
				Operations: map[string]operationFacts{"CopyObject": {Within: true}},
			},
		},
		"S3 Control": {
			serviceOf("S3 Control", `"Bucket":`+label, "GetBucket", "/{Bucket}"),
			facts{Sign: []string{"PlainPath", "ContentHash"}, Operations: map[string]operationFacts{}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, factsOf(planned(t, name+".json", []byte(test.model)))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// copied is the step of an operation that reaches into another Region.
func copied(address, region, arn string) []Step {
	return []Step{{Type: "PresignedCopy", Fields: []string{
		"Region", region, "ARN", arn, "Address", address, "Destination", "DestinationRegion",
	}}}
}

// input returns the field of the only input.
func input(t *testing.T, p *Package, name string) Field {
	t.Helper()
	for _, typ := range p.Types {
		if typ.Struct != nil && typ.Struct.Name == "In" {
			i := slices.IndexFunc(typ.Struct.Fields, func(f Field) bool { return f.Name == name })
			return typ.Struct.Fields[i]
		}
	}
	t.Fatal("there is no input")
	return Field{}
}

func TestAccountByDefault(t *testing.T) {
	t.Parallel()
	f := input(t, planned(t, "m.json", []byte(serviceOf("Glacier", `"accountId":`+label+`,"vaultName":`+label, "Get", "/{accountId}/{vaultName}"))), "AccountId")
	if f.Row.Default != `"-"` || f.Row.Required || f.Type != (GoType{Name: "string"}) {
		t.Errorf("%+v", f)
	}
	if c := f.Check; c == nil || c.Label || c.Required || c.Guard != NotZero || c.Length == nil {
		t.Errorf("%+v", c)
	}
	if doc := strings.Join(f.Doc, " "); !strings.Contains(doc, `"-" is sent`) || strings.Contains(doc, "Required") {
		t.Error(doc)
	}
	bare := strings.Replace(label, `,"smithy.api#length":{"min":1,"max":32}`, "", 1)
	f = input(t, planned(t, "m.json", []byte(serviceOf("Glacier", `"accountId":`+bare, "Get", "/{accountId}"))), "AccountId")
	if f.Check != nil {
		t.Errorf("nothing is left to check, but there is %+v", f.Check)
	}
}

// TestDefaultsOfInputs can tell zero from absent: the default of an input's own member is sent only if the caller gives it.
func TestDefaultsOfInputs(t *testing.T) {
	t.Parallel()
	const zero = `"smithy.api#default":0`
	members := `"own":{"target":"smithy.api#Integer","traits":{` + zero + `}},"must":{"target":"smithy.api#Integer","traits":{` + zero + `,"smithy.api#required":{}}}`
	p := planned(t, "m.json", []byte(serviceOf("Svc", members, "Put", "/")))
	if f := input(t, p, "Own"); f.Type.Kind != Pointer || !f.Row.Type.Ptr || f.Row.Default != "" {
		t.Errorf("%+v", f)
	}
	if f := input(t, p, "Must"); f.Type.Kind != Named || f.Row.Type.Ptr {
		t.Errorf("%+v", f)
	}
}

// TestIDsWithPrefix has ids that are as long as they may be, and longer with what the service puts before them.
func TestIDsWithPrefix(t *testing.T) {
	t.Parallel()
	members := `"Id":` + strings.Replace(label, "smithy.api#String", "a#ResourceId", 1) + `,"Name":` + label
	model := serviceOf("Route 53", members, "Get", "/hostedzone/{Id}/{Name}")
	p := planned(t, "m.json", []byte(strings.TrimSuffix(model, "}}")+`,"a#ResourceId":{"type":"string"}}}`))
	if f := input(t, p, "Id"); f.Check == nil || !f.Check.Label || f.Check.Length != nil {
		t.Errorf("%+v", f.Check)
	}
	if f := input(t, p, "Name"); f.Check == nil || f.Check.Length == nil {
		t.Errorf("%+v", f.Check)
	}
}

// TestSpecialsAreOfUse holds the table against the models of its services: a row that changes nothing is of no use.
func TestSpecialsAreOfUse(t *testing.T) {
	t.Parallel()
	files := map[string]string{
		"API Gateway": "api-gateway", "Glacier": "glacier", "Machine Learning": "machine-learning", "Polly": "polly", "Route 53": "route-53", "S3": "s3", "S3 Control": "s3-control",
		"CloudWatch Logs": "cloudwatch-logs", "DynamoDB": "dynamodb", "RDS": "rds", "SQS": "sqs",
	}
	// Of these there is no model here, or none in this form: package driver has a test of EC2's.
	elsewhere := []string{"DocDB", "EC2", "Neptune"}
	for _, s := range specials {
		if s.why != "" && slices.Contains(elsewhere, s.service) {
			continue
		}
		if s.why == "" || files[s.service] == "" {
			t.Errorf("the row of %s lacks a reason or a model", s.service)
			continue
		}
		var used, missing []string
		text, err := os.ReadFile(testenv.Shared(t, "models", "smithy", files[s.service]+".json"))
		if err != nil {
			t.Fatal(err)
		}
		p := planned(t, s.service, text)
		for _, o := range p.Operations {
			used = append(used, o.ShapeName)
		}
		for _, name := range s.operations {
			if !slices.Contains(used, name) {
				missing = append(missing, name)
			}
		}
		if p.SDKID != s.service || missing != nil {
			t.Errorf("the row of %s names operations that %s does not have: %s", s.service, p.SDKID, missing)
		}
	}
}

func TestTraitsOfBodies(t *testing.T) {
	t.Parallel()
	const stream = `,"a#Stream":{"type":"blob","traits":{"smithy.api#streaming":{}}},"a#Measured":{"type":"blob","traits":{"smithy.api#streaming":{},"smithy.api#requiresLength":{}}}}}`
	body := func(target string) string {
		return `"Body":{"target":"a#` + target + `","traits":{"smithy.api#httpPayload":{}}}`
	}
	gzip, md5 := Func{runtimePath + "/compress", "Gzip"}, Func{runtimePath, "MD5"}
	for name, test := range map[string]struct {
		members, traits string
		want            Operation
	}{
		"nothing":               {body("Stream"), ``, Operation{}},
		"compression":           {body("Stream"), `"smithy.api#requestCompression":{"encodings":["gzip"]}`, Operation{Compress: gzip}},
		"another capital":       {body("Stream"), `"smithy.api#requestCompression":{"encodings":["GZip"]}`, Operation{Compress: gzip}},
		"second choice":         {body("Stream"), `"smithy.api#requestCompression":{"encodings":["zstd","gzip"]}`, Operation{Compress: gzip}},
		"unknown encoding":      {body("Stream"), `"smithy.api#requestCompression":{"encodings":["zstd"]}`, Operation{}},
		"length":                {body("Measured"), ``, Operation{KnownLength: true}},
		"length, compression":   {body("Measured"), `"smithy.api#requestCompression":{"encodings":["gzip"]}`, Operation{KnownLength: true}},
		"checksum":              {"", `"smithy.api#httpChecksumRequired":{}`, Operation{Digest: md5}},
		"checksum of no choice": {"", `"aws.protocols#httpChecksum":{"requestChecksumRequired":true}`, Operation{Digest: md5}},
		"unwrapped output":      {"", `"aws.customizations#s3UnwrappedXmlOutput":{}`, Operation{UnwrappedOutput: true}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.TrimSuffix(serviceOf("Svc", test.members, "Put", "/"), "}}") + stream
			if test.traits != "" {
				text = strings.Replace(text, `"uri":"/"}`, `"uri":"/"},`+test.traits, 1)
			}
			o := planned(t, "m.json", []byte(text)).Operations[0]
			got := Operation{Compress: o.Compress, KnownLength: o.KnownLength, Digest: o.Digest, UnwrappedOutput: o.UnwrappedOutput}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
