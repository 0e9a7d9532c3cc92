// Validators that a model asks for in its metadata ("Custom validators" in the specification).

package check

import (
	"fmt"
	"slices"
	"strings"

	"github.com/smithwright/smithwright/internal/diag"
	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/shape/selector"
	"github.com/smithwright/smithwright/internal/source"
)

// customValidator is an entry of the metadata key validators.
type customValidator struct {
	name       string
	id         string // event id in the place of the name
	message    string // "" for the linter's; {super} in it stands for that
	severity   diag.Severity
	hasOwn     bool               // severity was given
	namespaces []string           // of the shapes that findings may be about; none for all
	selector   *selector.Selector // what they may be about; nil for all
	run        lint
}

// lint looks at the model and hands over what it finds, with a message.
type lint func(p *pass, emit func(finding, string))

// loadMetadata reads suppressions, severity overrides and custom validators.
func (p *pass) loadMetadata() {
	p.suppressed = loadSuppressions(p.m, p.metadataProblem)
	for _, entry := range metadataObjects(p.m, metaValidators, p.metadataProblem) {
		if v, ok := p.loadCustom(entry); ok {
			p.custom = append(p.custom, v)
		}
	}
}

// loadCustom reads an entry of the metadata key validators.
func (p *pass) loadCustom(entry shape.Node) (v customValidator, ok bool) {
	if v.name, ok = stringField(metaValidators, entry, "name", p.metadataProblem); !ok {
		return v, false
	}
	v.id = v.name
	ok = p.optionalString(entry, "id", &v.id) && p.optionalString(entry, "message", &v.message) &&
		p.loadSeverity(entry, &v) && p.loadScope(entry, &v)
	config, hasConfig := entry.Field("configuration")
	if ok && hasConfig && config.Kind() != shape.NodeObject {
		p.metadataProblem(config.Span(), "the configuration of the validator %s must be an object, not %s", v.name, config.Kind())
		return v, false
	}
	if !ok {
		return v, false
	}
	build, known := linters[v.name]
	if !known {
		p.report(finding{code: "UnknownValidator_" + v.name, severity: diag.Warning, span: entry.Span()},
			"no validator is called %s: %s", v.name, p.hint(v.name, slices.Values(linterNames), "there are "+listed(linterNames)))
		return v, false
	}
	c := linterConfig{p: p, name: v.name, node: config, span: entry.Span()}
	v.run = build(&c)
	return v, !c.failed
}

// optionalString sets a string from an entry that may have it, and reports whether it is none of another type.
func (p *pass) optionalString(entry shape.Node, name string, to *string) bool {
	if _, ok := entry.Field(name); !ok {
		return true
	}
	text, ok := stringField(metaValidators, entry, name, p.metadataProblem)
	if ok {
		*to = text
	}
	return ok
}

// severities are all, by the names that models give them.
var severities = map[string]diag.Severity{
	"NOTE": diag.Info, "WARNING": diag.Warning, "DANGER": diag.Danger, "ERROR": diag.Error,
}

// loadSeverity reads the severity of a validator's findings. Only those of the specification may be errors.
func (p *pass) loadSeverity(entry shape.Node, v *customValidator) bool {
	name := ""
	if !p.optionalString(entry, "severity", &name) {
		return false
	}
	value, given := entry.Field("severity")
	if !given {
		return true
	}
	v.severity, v.hasOwn = severities[name]
	if v.hasOwn = v.hasOwn && v.severity < diag.Error; !v.hasOwn {
		p.metadataProblem(value.Span(),
			`the severity %q is none that a validator can give: write "NOTE", "WARNING" or "DANGER"`, name)
	}
	return v.hasOwn
}

// loadScope reads what the findings of a validator may be about.
func (p *pass) loadScope(entry shape.Node, v *customValidator) bool {
	if list, ok := entry.Field("namespaces"); ok {
		if list.Kind() != shape.NodeArray {
			p.metadataProblem(list.Span(), "the namespaces of the validator %s must be an array, not %s", v.name, list.Kind())
			return false
		}
		for _, elem := range list.Elems() {
			if elem.Kind() != shape.NodeString {
				p.metadataProblem(elem.Span(), "a namespace of the validator %s must be a string, not %s", v.name, elem.Kind())
				return false
			}
			v.namespaces = append(v.namespaces, elem.Str())
		}
	}
	text := ""
	if !p.optionalString(entry, "selector", &text) {
		return false
	}
	value, given := entry.Field("selector")
	if !given {
		return true
	}
	var err error
	if v.selector, err = p.env().Parse(text); err != nil {
		p.metadataProblem(value.Span(), "the selector of the validator %s is wrong %v", v.name, err)
	}
	return err == nil
}

// runCustom runs the validators of the metadata.
func (p *pass) runCustom() {
	for i := range p.custom {
		v := &p.custom[i]
		v.run(p, func(f finding, message string) {
			if v.concerns(p, f.about) {
				p.reportCustom(v, f, message)
			}
		})
	}
}

// concerns reports whether a validator may say something about a subject. Built-in definitions are nobody's to change.
func (v *customValidator) concerns(p *pass, about shape.Subject) bool {
	if about.Shape == nil {
		return true
	}
	if about.Shape.Builtin || len(v.namespaces) > 0 && !slices.Contains(v.namespaces, about.ID().Namespace()) {
		return false
	}
	return v.selector == nil || v.selector.MatchesOne(p.env(), about)
}

// reportCustom reports a finding of a validator with the id, severity and message that the metadata gives it.
func (p *pass) reportCustom(v *customValidator, f finding, message string) {
	if f.severity < diag.Error {
		f.code = v.id + strings.TrimPrefix(f.code, v.name)
		if v.hasOwn {
			f.severity = v.severity
		}
		if v.message != "" {
			message = withSuper(v.message, message)
		}
	}
	p.report(f, "%s", message)
}

// maxCustom is the number of bytes above which nothing is added to a message of the metadata.
const maxCustom = 4000

// withSuper puts a linter's message in the places of {super} in a message of the metadata, the end of which it leaves out if
// that is very long.
func withSuper(message, super string) string {
	var b strings.Builder
	for found := true; found && b.Len() <= maxCustom; {
		var text string
		text, message, found = strings.Cut(message, "{super}")
		b.WriteString(diag.Clip(text, maxCustom))
		if found {
			b.WriteString(diag.Clip(super, maxCustom))
		}
	}
	return b.String()
}

// linterConfig is the configuration of a linter while it is read.
type linterConfig struct {
	p      *pass
	name   string
	node   shape.Node // null if there is none
	span   source.Span
	failed bool
}

// fail reports what is wrong with the configuration.
func (c *linterConfig) fail(span source.Span, format string, args ...any) {
	c.failed = true
	c.p.metadataProblem(span, "the validator %s can't run: %s", c.name, fmt.Sprintf(format, args...))
}

// text returns a string of the configuration, and whether it is there.
func (c *linterConfig) text(name string) (string, source.Span, bool) {
	value, ok := c.node.Field(name)
	if ok && value.Kind() != shape.NodeString {
		c.fail(value.Span(), "its %s must be a string, not %s", name, value.Kind())
		return "", value.Span(), false
	}
	return value.Str(), value.Span(), ok
}

// selector returns the selector in the configuration, or the default if there is none of that name.
func (c *linterConfig) selector(name, otherwise string) *selector.Selector {
	text, span, ok := c.text(name)
	if !ok {
		if c.failed || otherwise == "" {
			if !c.failed {
				c.fail(c.span, "its configuration lacks %q, which is required", name)
			}
			return nil
		}
		text = otherwise
	}
	s, err := c.p.env().Parse(text)
	if err != nil {
		c.fail(span, "its %s is wrong %v", name, err)
	}
	return s
}
