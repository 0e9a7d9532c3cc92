// Models of many operations and members for the validators of HTTP: they must take no longer than the size asks for.

package check

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/smithwright/smithwright/internal/diag"
)

// manyOperations is a service of n operations with paths as services have them.
func manyOperations(n int) string {
	var b strings.Builder
	b.WriteString(`{"smithy":"2.0","shapes":{"a#S":{"type":"service","operations":[`)
	for i := range n {
		fmt.Fprintf(&b, `%s{"target":"a#Op%d"}`, strings.Repeat(",", min(i, 1)), i)
	}
	b.WriteString(`]}`)
	for i := range n {
		fmt.Fprintf(&b, `,"a#Op%d":{"type":"operation","input":{"target":"a#In%[1]d"},"output":{"target":"a#Out%[1]d"},
"traits":{"smithy.api#http":{"method":"POST","uri":"/things/{Id}/part%[1]d"},"smithy.api#paginated":{"inputToken":"Token","outputToken":"Token"}}},
"a#In%[1]d":{"type":"structure","members":{"Id":{"target":"smithy.api#String","traits":{"smithy.api#required":{},"smithy.api#httpLabel":{}}},
"Token":{"target":"smithy.api#String","traits":{"smithy.api#httpQuery":"token"}}}},
"a#Out%[1]d":{"type":"structure","members":{"Token":{"target":"smithy.api#String"}}}`, i)
	}
	b.WriteString(`}}`)
	return b.String()
}

// hostile are models that make as many pairs as they can of what validators compare.
func hostile(n int) map[string]string {
	many := func(format string) string {
		parts := make([]string, n)
		for i := range parts {
			parts[i] = fmt.Sprintf(format, i)
		}
		return strings.Join(parts, ",")
	}
	model := func(op, member, nested string) string {
		shapes := []string{`"a#S":{"type":"service","operations":[` + many(`{"target":"a#Op%d"}`) + `]}`, many(`"a#Op%d":{"type":"operation",` + op + `}`),
			`"a#In":{"type":"structure","members":{` + many(`"m%d":`+member) + `}}`, `"a#Users":{"type":"structure","members":{` + many(`"u%d":`+nested) + `}}`,
			`"a#Bytes":{"type":"blob","traits":{"smithy.api#streaming":{}}}`}
		return `{"smithy":"2.0","shapes":{` + strings.Join(shapes, ",") + `}}`
	}
	wait := `"smithy.waiters#waitable":{"W":{"acceptors":[{"state":"success","matcher":{"output":{"path":"` +
		strings.Repeat("nothing || ", 50) + `m","expected":"true","comparator":"booleanEquals"}}}]}}`
	http := func(uri string) string { return `"smithy.api#http":{"method":"GET","uri":"` + uri + `"}` }
	io := `"input":{"target":"a#In"},"output":{"target":"a#In"},"traits":{`
	return map[string]string{
		"labels": model(io+http("/{no}")+`}`, `{"target":"smithy.api#String","traits":{"smithy.api#httpLabel":{}}}`, `{"target":"a#In"}`),
		"hosts": model(io+http("/x")+`,"smithy.api#endpoint":{"hostPrefix":"{m%[1]d}.a"}}`,
			`{"target":"smithy.api#String","traits":{"smithy.api#hostLabel":{},"smithy.api#pattern":"^(a+)+$"}}`, `{"target":"a#In"}`),
		"headers":  model(io+http("/x")+`}`, `{"target":"smithy.api#String","traits":{"smithy.api#httpPrefixHeaders":"","smithy.api#httpHeader":"a"}}`, `{"target":"a#In"}`),
		"queries":  model(io+http("/x?q=1")+`}`, `{"target":"smithy.api#String","traits":{"smithy.api#httpQuery":"q","smithy.api#httpQueryParams":{}}}`, `{"target":"a#In"}`),
		"payloads": model(io+http("/x")+`}`, `{"target":"smithy.api#String","traits":{"smithy.api#httpPayload":{}}}`, `{"target":"a#In"}`),
		"streams":  model(io+http("/x")+`}`, `{"target":"a#Bytes","traits":{"smithy.api#eventPayload":{}}}`, `{"target":"a#In"}`),
		"tokens": model(io+`"smithy.api#paginated":{"inputToken":"mm","outputToken":"mm","items":"mm","pageSize":"mm"}}`,
			`{"target":"smithy.api#String","traits":{"smithy.api#idempotencyToken":{}}}`, `{"target":"a#In"}`),
		"waiters": model(io+wait+`}`, `{"target":"smithy.api#String"}`, `{"target":"smithy.api#String"}`),
	}
}

// TestHTTPOfHostileModels holds that the time does not grow with the square of a model's size.
func TestHTTPOfHostileModels(t *testing.T) {
	t.Parallel()
	const n = 3000
	models := hostile(n)
	models["one path"] = strings.NewReplacer(`}/part`, `}/part"},"smithy.api#externalDocumentation":{"z":"`).Replace(manyOperations(n))
	for name, text := range models {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := loadModel(t, "m.json", text)
			start := time.Now()
			found := runAlone(m, httpValidators)
			// It takes a second or two, but not on a machine that is busy with all other tests.
			if took := time.Since(start); took > 20*time.Second {
				t.Errorf("%d operations and members took %v", n, took)
			}
			if found.Count(diag.Warning) == 0 {
				t.Error("nothing was found")
			}
		})
	}
}

// TestHTTPOfManyOperations holds that paths which look alike are no conflict.
func TestHTTPOfManyOperations(t *testing.T) {
	t.Parallel()
	m := loadModel(t, "m.json", manyOperations(800))
	if found := runAlone(m, httpValidators); found.HasErrors() {
		t.Errorf("found %v", found.Sorted()[0])
	}
}
