// The table of partitions, from the file that AWS publishes.

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/testenv"
)

// TestTable holds the table in rt/endpoints to the newest file that is there.
func TestTable(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile(testenv.Shared(t, "corpora", "traits", "partitions.json"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := render(data)
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(testenv.Root(t), "rt", "endpoints", "partitions.go"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the table is an old one: run make partitions FILE=partitions.json (-want +got):\n%s", diff)
	}
}

func TestPrefixes(t *testing.T) {
	t.Parallel()
	for pattern, want := range map[string][]string{
		`^(us|eu|ap)\-\w+\-\d+$`:    {"us", "eu", "ap"},
		`^(us|eu|ap)-\w+-\d+$`:      {"us", "eu", "ap"},
		`^us\-gov\-\w+\-\d+$`:       {"us-gov"},
		`^eusc\-(de|fr)\-\w+\-\d+$`: {"eusc-de", "eusc-fr"},
	} {
		got, err := prefixesOf(pattern)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v (-want +got):\n%s", pattern, err, diff)
		}
	}
	for _, pattern := range []string{
		"", `^us\-\w+$`, `us\-\w+\-\d+`, `^us.*\-\w+\-\d+$`, `^(us|e.)\-\w+\-\d+$`, `^us\-\d+\-\w+$`, `^(us\-\w+\-\d+$`,
	} {
		if got, err := prefixesOf(pattern); err == nil {
			t.Errorf("%s is taken for %q", pattern, got)
		}
	}
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	const usual = `{"id": "aws", "regionRegex": "^us\\-\\w+\\-\\d+$", "outputs": {"dnsSuffix": "a.com"}}`
	for name, c := range map[string]struct{ text, want string }{
		"no JSON":        {"x", "invalid character"},
		"nothing":        {"{}", `no partition "aws"`},
		"another form":   {`{"partitions": [{"id": "aws", "regionRegex": ".*"}]}`, "is not of the form"},
		"same prefix":    {`{"partitions": [` + usual + "," + strings.Replace(usual, `"aws"`, `"b"`, 1) + "]}", `begin with "us"`},
		"what is usable": {`{"partitions": [` + usual + "]}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := render([]byte(c.text))
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
}

// TestExceptions gives a partition Regions that its pattern does not match.
func TestExceptions(t *testing.T) {
	t.Parallel()
	source, err := render([]byte(`{"partitions": [
		{"id": "aws", "regionRegex": "^us\\-\\w+\\-\\d+$", "regions": {"us-west-2": {}, "aws-global": {}, "eu-west-1": {}}},
		{"id": "other", "regionRegex": "^eu\\-\\w+\\-\\d+$", "regions": {"eu-west-2": {}}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]bool{
		`case "aws-global", "eu-west-1":`: true, `case "us":`: true, `case "eu":`: true, "us-west-2": false, "eu-west-2": false, `Name: "other"`: true,
	} {
		if got := strings.Contains(string(source), text); got != want {
			t.Errorf("that it has %s is %t:\n%s", text, got, source)
		}
	}
}

func TestRun(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"a", "b"}, {filepath.Join(t.TempDir(), "absent")}} {
		if err := run(args); err == nil {
			t.Errorf("%q are taken", args)
		}
	}
}
