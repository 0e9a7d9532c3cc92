// Waiters: waiters-2.

package c2j

import (
	"strconv"

	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/source"
)

var (
	waiterKeys   = keySet("operation", "delay", "maxAttempts", "acceptors", "description", "type")
	acceptorKeys = keySet("state", "matcher", "argument", "expected")
)

// longestDelay is the delay between attempts that smithy.waiters#waitable allows where it does not say otherwise, in seconds.
const longestDelay = 120

// waiters makes the trait smithy.waiters#waitable of the operations that the waiters of waiters-2 call.
func (r *reader) waiters() map[string][]shape.Trait {
	fields := map[string][]shape.Field{}
	for _, f := range r.fields(r.parts[sortWaiters], "waiters") {
		if !r.isObject(f.Value, "a waiter") {
			continue
		}
		r.owner = ""
		r.known(f.Value, "a waiter", waiterKeys)
		name, ok := f.Value.Field("operation")
		if !ok {
			r.errorf(start(f.Value), "the key \"operation\" is missing: a waiter says what it calls")
			continue
		}
		if !r.isString(name, "operation") {
			continue
		}
		op := r.operationNamed(shape.Field{Name: name.Str(), Span: name.Span()})
		if op == nil {
			continue
		}
		r.owner = op.id
		if w, ok := r.waiter(op, f); ok {
			fields[op.name] = append(fields[op.name], w)
		}
	}
	r.owner = ""
	out := make(map[string][]shape.Trait, len(fields))
	for name, list := range fields {
		at := list[0].Span
		out[name] = []shape.Trait{{ID: "smithy.waiters#waitable", Span: at, Value: shape.ObjectNode(list, at)}}
	}
	return out
}

// waiter makes the entry of one waiter. One without an acceptor that Smithy can express is left out.
func (r *reader) waiter(op *rawOperation, f shape.Field) (shape.Field, bool) {
	list, ok := f.Value.Field("acceptors")
	if !ok {
		r.errorf(f.Span, "the waiter %s has no acceptors: say what it waits for", f.Name)
		return shape.Field{}, false
	}
	if !r.isArray(list, "acceptors") {
		return shape.Field{}, false
	}
	var acceptors []shape.Node
	for _, a := range list.Elems() {
		if !r.isObject(a, "an acceptor") {
			continue
		}
		r.known(a, "an acceptor", acceptorKeys)
		if m, ok := r.matcher(op, a); ok {
			state, _ := a.Field("state")
			acceptors = append(acceptors, object(a.Span(), entry("state", state), entry("matcher", m)))
		}
	}
	if len(acceptors) == 0 {
		r.warnf(f.Span, "the waiter %s waits for nothing that can be told: it is left out", f.Name)
		return shape.Field{}, false
	}
	delay, _ := r.number(f.Value, "delay")
	longest := shape.Node{}
	if n, ok := delay.Int64(); ok && n > longestDelay {
		longest = delay
	}
	doc := shape.Node{}
	if text := r.text(f.Value, "description"); text != "" {
		doc, _ = f.Value.Field("description")
	}
	return shape.Field{Name: f.Name, Span: f.Span, Value: object(f.Value.Span(),
		entry("documentation", doc), entry("acceptors", shape.ArrayNode(acceptors, list.Span())),
		entry("minDelay", delay), entry("maxDelay", longest),
	)}, true
}

// comparators are those of Smithy for the matchers that look into the output.
var comparators = map[string]string{"path": "stringEquals", "pathAll": "allStringEquals", "pathAny": "anyStringEquals"}

// matcher makes the value of one acceptor's matcher; false if Smithy has none for it.
func (r *reader) matcher(op *rawOperation, a shape.Node) (shape.Node, bool) {
	kind := r.text(a, "matcher")
	expected, ok := a.Field("expected")
	if !ok {
		r.errorf(start(a), "the key \"expected\" is missing: an acceptor says what it looks for")
		return shape.Node{}, false
	}
	at := expected.Span()
	switch kind {
	case "status":
		return r.statusMatcher(op, expected)
	case "error":
		switch expected.Kind() {
		case shape.NodeBool:
			return success(!expected.Bool(), at), true
		case shape.NodeString:
			return object(at, entry("errorType", expected)), true
		}
		return shape.Node{}, r.wrongType(expected, "the error that is expected", shape.NodeString)
	case "path", "pathAll", "pathAny":
		return r.pathMatcher(a, expected, comparators[kind])
	}
	known := []string{"path", "pathAll", "pathAny", "error", "status"}
	r.errorf(start(a), "there is no matcher %q: %s", kind, r.near(kind, known))
	return shape.Node{}, false
}

func success(yes bool, at source.Span) shape.Node {
	return object(at, entry("success", shape.BoolNode(yes, at)))
}

// pathMatcher makes the value of a matcher that looks into the output.
func (r *reader) pathMatcher(a, expected shape.Node, comparator string) (shape.Node, bool) {
	argument, ok := a.Field("argument")
	if !ok {
		r.errorf(start(a), "the key \"argument\" is missing: the acceptor says where in the output it looks")
		return shape.Node{}, false
	}
	if !r.isString(argument, "argument") {
		return shape.Node{}, false
	}
	at := expected.Span()
	switch expected.Kind() {
	case shape.NodeString:
	case shape.NodeBool:
		if comparator == "stringEquals" {
			expected, comparator = shape.StringNode(strconv.FormatBool(expected.Bool()), at), "booleanEquals"
			break
		}
		argument = shape.StringNode(compared(argument.Str(), strconv.FormatBool(expected.Bool()), comparator), argument.Span())
		expected, comparator = shape.StringNode("true", at), "booleanEquals"
	case shape.NodeNumber:
		argument = shape.StringNode(compared(argument.Str(), expected.Num(), comparator), argument.Span())
		expected, comparator = shape.StringNode("true", at), "booleanEquals"
	default:
		return shape.Node{}, r.wrongType(expected, "the value that is expected", shape.NodeString)
	}
	return object(at, entry("output", object(argument.Span(),
		entry("path", argument), entry("expected", expected), entry("comparator", shape.StringNode(comparator, at)),
	))), true
}

// compared returns a path to whether what another path leads to is a value that no comparator of Smithy takes.
func compared(path, value, comparator string) string {
	switch literal := "`" + value + "`"; comparator {
	case "anyStringEquals":
		return "contains(" + path + ", " + literal + ")"
	case "allStringEquals":
		return "length(" + path + ") > `0` && length((" + path + ")[?@ != " + literal + "]) == `0`"
	default:
		return "(" + path + ") == " + literal
	}
}

// notFound is the code of an error with the status 404 whose reply has no body to name another.
const notFound = "NotFound"

// statusMatcher makes the value of a matcher of the HTTP status, which Smithy does not have: of success, or of the one error of
// the operation that has the status. Any other status can't be told.
func (r *reader) statusMatcher(op *rawOperation, expected shape.Node) (shape.Node, bool) {
	at := expected.Span()
	status, ok := expected.Int64()
	if !ok {
		return shape.Node{}, r.wrongType(expected, "the status that is expected", shape.NodeNumber)
	}
	if status >= 200 && status < 300 {
		return success(true, at), true
	}
	found, known := r.errorWith(op, status)
	if !known && status == 404 {
		found = notFound
	}
	if found == "" {
		return shape.Node{}, false
	}
	return object(at, entry("errorType", shape.StringNode(found, at))), true
}

// errorWith returns the name of the error of an operation that has a status, "" if there are several; false if there is none.
func (r *reader) errorWith(op *rawOperation, status int64) (string, bool) {
	if op.byStatus == nil {
		op.byStatus = map[int64]string{}
		for _, e := range op.errors {
			s := r.byID(e.ID)
			if s == nil {
				continue
			}
			info, _ := s.node.Field("error")
			code, _ := info.Field("httpStatusCode")
			if n, ok := code.Int64(); ok {
				if _, twice := op.byStatus[n]; twice {
					op.byStatus[n] = ""
				} else {
					op.byStatus[n] = s.id.Name()
				}
			}
		}
	}
	name, ok := op.byStatus[status]
	return name, ok
}
