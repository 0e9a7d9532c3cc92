// Package runner sends the cases of the protocol compliance suite through a generated client. It knows the client by
// reflection and by the tables of package schema, so that one program fits every service.
package runner

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
)

// request is a case of smithy.test#httpRequestTests.
type request struct {
	ID                 string            `json:"id"`
	Protocol           string            `json:"protocol"`
	AppliesTo          string            `json:"appliesTo"`
	Method             string            `json:"method"`
	URI                string            `json:"uri"`
	Host               string            `json:"host"`
	ResolvedHost       string            `json:"resolvedHost"`
	QueryParams        []string          `json:"queryParams"`
	ForbidQueryParams  []string          `json:"forbidQueryParams"`
	RequireQueryParams []string          `json:"requireQueryParams"`
	Headers            map[string]string `json:"headers"`
	ForbidHeaders      []string          `json:"forbidHeaders"`
	RequireHeaders     []string          `json:"requireHeaders"`
	Body               *string           `json:"body"`
	BodyMediaType      string            `json:"bodyMediaType"`
	Params             map[string]any    `json:"params"`
}

// response is a case of smithy.test#httpResponseTests.
type response struct {
	ID        string            `json:"id"`
	Protocol  string            `json:"protocol"`
	AppliesTo string            `json:"appliesTo"`
	Code      int               `json:"code"`
	Headers   map[string]string `json:"headers"`
	Body      string            `json:"body"`
	Params    map[string]any    `json:"params"`
}

// reference is how a model names a shape.
type reference struct {
	Target string `json:"target"`
}

// shape is what the suite needs of a shape of the model.
type shape struct {
	Type       string      `json:"type"`
	Operations []reference `json:"operations"`
	Resources  []reference `json:"resources"`
	Errors     []reference `json:"errors"`
	Traits     struct {
		Requests  []request  `json:"smithy.test#httpRequestTests"`
		Responses []response `json:"smithy.test#httpResponseTests"`
	} `json:"traits"`
}

// suite is a service with its cases.
type suite struct {
	protocol string
	shapes   map[string]shape
	service  shape
}

// readSuite reads the model in the file at path. Numbers keep their text.
func readSuite(path, service, protocol string) (*suite, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var model struct {
		Shapes map[string]json.RawMessage `json:"shapes"`
	}
	if err := json.Unmarshal(data, &model); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s := &suite{protocol: protocol, shapes: map[string]shape{}}
	for id, raw := range model.Shapes {
		var sh shape
		if json.Unmarshal(raw, &struct {
			Type *string `json:"type"`
		}{&sh.Type}) != nil || !slices.Contains([]string{"service", "operation", "structure"}, sh.Type) {
			continue
		}
		decoder := json.NewDecoder(bytes.NewReader(raw))
		decoder.UseNumber()
		if err := decoder.Decode(&sh); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, id, err)
		}
		s.shapes[id] = sh
	}
	var ok bool
	if s.service, ok = s.shapes[service]; !ok {
		return nil, fmt.Errorf("%s: no service %s", path, service)
	}
	return s, nil
}

// applies reports whether a case is one of this protocol's for clients.
func (s *suite) applies(protocol, to string) bool {
	return protocol == s.protocol && to != "server"
}

// eachOperation calls f for the service's operations in order.
func (s *suite) eachOperation(f func(name string, op shape)) {
	for _, ref := range s.service.Operations {
		f(nameOf(ref.Target), s.shapes[ref.Target])
	}
}

// eachError calls f for the service's errors, each once, with an operation that may return it.
func (s *suite) eachError(f func(operation, name string, e shape)) {
	seen := map[string]bool{}
	s.eachOperation(func(operation string, op shape) {
		for _, ref := range slices.Concat(op.Errors, s.service.Errors) {
			if !seen[ref.Target] {
				seen[ref.Target] = true
				f(operation, nameOf(ref.Target), s.shapes[ref.Target])
			}
		}
	})
}

// nameOf is a shape's name without its namespace.
func nameOf(id string) string {
	_, name, _ := strings.Cut(id, "#")
	return name
}
