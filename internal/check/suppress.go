// Suppressions and severity overrides: what a model says of the findings about itself ("Suppressions" and "Severity
// overrides" of the specification's section on validation). They hold for the loader's findings too.

package check

import (
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

// Keys of metadata that have a meaning for validation.
const (
	metaSuppressions      = "suppressions"
	metaSeverityOverrides = "severityOverrides"
	metaValidators        = "validators"
)

// rule says which findings an entry of the metadata suppressions, or of severityOverrides, is about.
type rule struct {
	id        string // these and those whose id goes on behind a dot
	namespace string // of the shapes that they are about; "*" for all, and for findings about none
}

// extends reports whether an event id is another one or a part of it.
func extends(code, id string) bool {
	return strings.HasPrefix(code, id) && (len(code) == len(id) || code[len(id)] == '.')
}

// maxRuleID bounds the ids that are looked for as the beginning of a longer one.
const maxRuleID = 256

// severityRules are entries by what they are about, with the severity that they give.
type severityRules map[rule]diag.Severity

// find returns the highest severity that the rules for a finding give, and whether there is one.
func (r severityRules) find(d *diag.Diagnostic) (severity diag.Severity, found bool) {
	if len(r) == 0 {
		return 0, false
	}
	namespace := shape.ID(d.Shape).Namespace()
	look := func(id string) {
		for _, key := range [...]rule{{id, "*"}, {id, namespace}} {
			if s, ok := r[key]; ok && key.namespace != "" {
				severity, found = max(severity, s), true
			}
		}
	}
	look(d.Code)
	for i, c := range []byte(d.Code[:min(len(d.Code), maxRuleID)]) {
		if c == '.' {
			look(d.Code[:i])
		}
	}
	return severity, found
}

// suppressions are those of a model.
type suppressions struct {
	model     *shape.Model
	hide      severityRules
	overrides severityRules
}

// loadSuppressions reads the metadata of a model; problem receives what is wrong with it.
func loadSuppressions(m *shape.Model, problem problemFunc) *suppressions {
	s := &suppressions{model: m, hide: severityRules{}, overrides: severityRules{}}
	for _, entry := range metadataObjects(m, metaSuppressions, problem) {
		if r, ok := loadRule(metaSuppressions, entry, problem); ok {
			s.hide[r] = 0
		}
	}
	for _, entry := range metadataObjects(m, metaSeverityOverrides, problem) {
		r, ok := loadRule(metaSeverityOverrides, entry, problem)
		if !ok {
			continue
		}
		if severity, ok := loadOverride(entry, problem); ok {
			s.overrides[r] = max(s.overrides[r], severity)
		}
	}
	return s
}

// loadOverride reads the severity that findings are raised to.
func loadOverride(entry shape.Node, problem problemFunc) (diag.Severity, bool) {
	name, ok := stringField(metaSeverityOverrides, entry, "severity", problem)
	severity := severities[name]
	raises := severity == diag.Warning || severity == diag.Danger
	if ok && !raises {
		value, _ := entry.Field("severity")
		problem(value.Span(), `the severity %q is none that findings can be raised to: write "WARNING" or "DANGER"`, name)
	}
	return severity, raises
}

// loadRule reads what entries of both keys have in common.
func loadRule(key string, entry shape.Node, problem problemFunc) (r rule, ok bool) {
	if r.id, ok = stringField(key, entry, "id", problem); ok {
		r.namespace, ok = stringField(key, entry, "namespace", problem)
	}
	return r, ok
}

// apply returns a finding with the severity that it has in the end, and whether it is to be reported at all. Errors are
// neither suppressed nor changed.
func (s *suppressions) apply(d diag.Diagnostic) (diag.Diagnostic, bool) {
	if d.Severity >= diag.Error {
		return d, true
	}
	if d.Shape != "" {
		list, _ := s.model.Subject(shape.ID(d.Shape)).Traits().Get(traitSuppress)
		for _, id := range list.Elems() {
			if extends(d.Code, id.Str()) {
				return d, false
			}
		}
	}
	if _, hidden := s.hide.find(&d); hidden {
		return d, false
	}
	if severity, ok := s.overrides.find(&d); ok {
		d.Severity = max(d.Severity, severity)
	}
	return d, true
}

// problemFunc receives what is wrong with metadata that validation reads, and where.
type problemFunc func(span source.Span, format string, args ...any)

// metadataProblem reports a mistake in metadata that validation reads.
func (p *pass) metadataProblem(span source.Span, format string, args ...any) {
	p.report(finding{code: "Model", severity: diag.Error, span: span}, format, args...)
}

// metadataObjects returns the elements of a key of the metadata, which must be an array of objects.
func metadataObjects(m *shape.Model, key string, problem problemFunc) []shape.Node {
	value, ok := m.Metadata().Field(key)
	if !ok {
		return nil
	}
	if value.Kind() != shape.NodeArray {
		problem(value.Span(), "the metadata key %s must hold an array, not %s", key, value.Kind())
		return nil
	}
	var out []shape.Node
	for i, elem := range value.Elems() {
		if elem.Kind() != shape.NodeObject {
			problem(elem.Span(), "element %d of the metadata key %s must be an object, not %s", i, key, elem.Kind())
			continue
		}
		out = append(out, elem)
	}
	return out
}

// stringField returns the string that an entry must have under a name.
func stringField(key string, entry shape.Node, name string, problem problemFunc) (string, bool) {
	value, ok := entry.Field(name)
	switch {
	case !ok:
		problem(entry.Span(), "an entry of the metadata key %s lacks %q, which is required", key, name)
		return "", false
	case value.Kind() != shape.NodeString:
		problem(value.Span(), "%q of an entry of the metadata key %s must be a string, not %s", name, key, value.Kind())
		return "", false
	}
	return value.Str(), true
}
