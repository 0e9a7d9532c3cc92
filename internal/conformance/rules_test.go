// The rules for endpoints of S3, which the suite's model of it lacks though its cases are about them.

package conformance_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/smithwright/smithwright/internal/testenv"
)

// withRules copies a folder of the suite and adds the rules of the model that AWS publishes.
func withRules(t *testing.T, folder string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(testenv.Shared(t, "models", "smithy", "s3.json"))
	if err != nil {
		t.Fatal(err)
	}
	var published struct {
		Shapes map[string]struct{ Traits map[string]json.RawMessage }
	}
	if err := json.Unmarshal(text, &published); err != nil {
		t.Fatal(err)
	}
	type apply struct {
		Type   string                     `json:"type"`
		Traits map[string]json.RawMessage `json:"traits"`
	}
	const service = "com.amazonaws.s3#AmazonS3"
	const trait = "smithy.rules#endpointBdd"
	rules := published.Shapes[service].Traits[trait]
	shapes := map[string]apply{service: {"apply", map[string]json.RawMessage{trait: rules, "smithy.rules#clientContextParams": others(t, rules)}}}
	for _, input := range []string{"DeleteObjectTaggingRequest", "GetBucketLocationRequest", "GetObjectRequest", "ListObjectsV2Request"} {
		shapes["com.amazonaws.s3#"+input+"$Bucket"] = apply{"apply", map[string]json.RawMessage{"smithy.rules#contextParam": json.RawMessage(`{"name": "Bucket"}`)}}
	}
	if text, err = json.Marshal(map[string]any{"smithy": "2.0", "shapes": shapes}); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "rules.json"), text)
	return dir
}

// others gives the parameters of rules to clients that the suite's operations do not bind.
func others(t *testing.T, rules json.RawMessage) json.RawMessage {
	t.Helper()
	type param struct {
		Type    string `json:"type"`
		BuiltIn string `json:"builtIn,omitempty"`
	}
	var diagram struct{ Parameters map[string]param }
	if err := json.Unmarshal(rules, &diagram); err != nil {
		t.Fatal(err)
	}
	for name, p := range diagram.Parameters {
		if p.BuiltIn != "" || name == "Bucket" {
			delete(diagram.Parameters, name)
		}
	}
	text, err := json.Marshal(diagram.Parameters)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
