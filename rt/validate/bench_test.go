package validate

import (
	"strings"
	"testing"
)

// This file measures what validation costs when nothing is broken.

type request struct {
	FunctionName string
	Qualifier    *string
	Config       *config
	Age          *int32
	Tags         map[string]string
}

type config struct{ OnSuccess, OnFailure *destination }

type destination struct{ Destination *string }

var functionName = Pattern{Expr: `^(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}(-gov)?-[a-z]+-\d{1}:)?(\d{12}:)?(function:)?([a-zA-Z0-9-_\.]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?$`}

func (in *request) Validate() error {
	v := New("Request")
	in.validate(v)
	return v.Err()
}

func (in *request) validate(v *Validator) {
	v.Label("FunctionName", in.FunctionName)
	v.Length("FunctionName", in.FunctionName, 1, 256)
	v.Pattern("FunctionName", in.FunctionName, &functionName)
	if in.Qualifier != nil {
		v.Length("Qualifier", *in.Qualifier, 1, 128)
	}
	if in.Config != nil {
		v.Enter("Config")
		in.Config.validate(v)
		v.Leave()
	}
	if in.Age != nil {
		Range(v, "Age", *in.Age, 60, 21600)
	}
	for key, value := range in.Tags {
		v.EnterKey("Tags", key)
		v.Length(Key, key, 1, 128)
		v.Length(Self, value, 0, 256)
		v.Leave()
	}
}

func (in *config) validate(v *Validator) {
	if in.OnSuccess != nil {
		v.Enter("OnSuccess")
		in.OnSuccess.validate(v)
		v.Leave()
	}
	if in.OnFailure != nil {
		v.Enter("OnFailure")
		in.OnFailure.validate(v)
		v.Leave()
	}
}

func (in *destination) validate(v *Validator) {
	if in.Destination != nil {
		v.Length("Destination", *in.Destination, 0, 350)
	}
}

func validRequest() *request {
	arn := "arn:aws:sqs:us-west-2:123456789012:queue"
	return &request{
		FunctionName: "my-function:v1",
		Qualifier:    &arn,
		Config:       &config{&destination{&arn}, &destination{&arn}},
		Age:          new(int32(3600)),
		Tags:         map[string]string{"a": "b"},
	}
}

func BenchmarkValid(b *testing.B) {
	in := validRequest()
	b.ReportAllocs()
	for b.Loop() {
		if err := in.Validate(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLengthOfASCII(b *testing.B) {
	v := New("Thing")
	value := strings.Repeat("x", 10_000)
	b.ReportAllocs()
	for b.Loop() {
		v.Length("A", value, 1, 100_000)
	}
}

func BenchmarkUniqueTexts(b *testing.B) {
	items := []string{"a", "b", "c", "d", "e", "f", "g", "h"}
	v := New("Thing")
	b.ReportAllocs()
	for b.Loop() {
		Unique(v, "Items", items)
	}
}

func BenchmarkHundredBroken(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		v := New("Thing")
		for i := range 100 {
			v.EnterIndex("Items", i)
			v.Required("A", false)
			v.Leave()
		}
		if v.Err() == nil {
			b.Fatal("nothing is broken")
		}
	}
}

// Not parallel: it counts allocations.
func TestValidAllocatesNothing(t *testing.T) {
	in := validRequest()
	if got := testing.AllocsPerRun(100, func() {
		if err := in.Validate(); err != nil {
			t.Fatal(err)
		}
	}); got > 0 {
		t.Errorf("a valid request takes %v allocations", got)
	}
}
