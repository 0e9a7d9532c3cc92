// Which engine runs a pattern.

package plan

import "testing"

func TestEngines(t *testing.T) {
	t.Parallel()
	for expr, want := range map[string]Pattern{
		`^[a-z]+$`:      {},
		`^\\p{L}+$`:     {RE2: true},
		`^(?!aws)[a-z]`: {ECMA: true},
	} {
		members := `"Name":{"target":"smithy.api#String","traits":{"smithy.api#pattern":"` + expr + `"}}`
		p := planned(t, "m.json", []byte(serviceOf("Svc", members, "Put", "/")))
		if len(p.Patterns) != 1 || p.Patterns[0].RE2 != want.RE2 || p.Patterns[0].ECMA != want.ECMA {
			t.Errorf("%s: %+v", expr, p.Patterns)
		}
	}
}
