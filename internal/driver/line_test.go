// Tests of the line by which a package is made again.
package driver

import (
	"path/filepath"
	"testing"
)

func TestGenerateLine(t *testing.T) {
	t.Parallel()
	top, outside := t.TempDir(), t.TempDir()
	put(t, filepath.Join(top, "go.mod"), "module example.com/m\n")
	put(t, filepath.Join(top, "inner", "go.mod"), "module example.com/inner\n")
	at := func(name string) string { return filepath.Join(top, filepath.FromSlash(name)) }
	tests := map[string]struct {
		req     Request
		several bool
		model   string
		want    string
	}{
		"folder of packages":       {Request{Out: at("generated")}, true, at("models/lambda"), command + " -o . ../../models/lambda"},
		"its own line":             {Request{Out: at("generated/lambda")}, false, at("models/lambda.json"), command + " -o . ../../models/lambda.json"},
		"check is the same":        {Request{Out: at("generated/x"), Check: true}, false, at("models/m.json"), command + " -o . ../../models/m.json"},
		"tests":                    {Request{Out: at("generated/x"), Tests: true}, false, at("models/m.json"), command + " --tests -o . ../../models/m.json"},
		"deeper in the module":     {Request{Out: at("inner/a/generated/x")}, false, at("inner/a/models/m.json"), command + " -o . ../../models/m.json"},
		"another folder":           {Request{Out: at("lambda")}, false, at("models/lambda.json"), ""},
		"model beside it":          {Request{Out: at("generated/lambda")}, false, at("generated/lambda/model.json"), ""},
		"operations":               {Request{Out: at("generated/x"), Ops: []string{"A"}}, false, at("models/m.json"), ""},
		"package":                  {Request{Out: at("generated/x"), Package: "p"}, false, at("models/m.json"), ""},
		"protocol":                 {Request{Out: at("generated/x"), Protocol: "restJson1"}, false, at("models/m.json"), ""},
		"service":                  {Request{Out: at("generated/x"), Service: "a.b#S"}, false, at("models/m.json"), ""},
		"another module":           {Request{Out: at("inner/generated/x")}, false, at("models/lambda.json"), ""},
		"no module":                {Request{Out: filepath.Join(outside, "generated", "x")}, false, filepath.Join(outside, "models", "m.json"), ""},
		"space in the name":        {Request{Out: at("generated/x")}, false, at("models/my lambda.json"), ""},
		"line break in the name":   {Request{Out: at("generated/x")}, false, at("models/a\nb.json"), ""},
		"variable for go generate": {Request{Out: at("generated/x")}, false, at("models/$GOFILE.json"), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := &generation{req: test.req, several: test.several}
			if got := g.generateLine(test.model); got != test.want {
				t.Errorf("the line is %q, want %q", got, test.want)
			}
		})
	}
}
