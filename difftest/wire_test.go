// Replies as a service might write them: members in any order, unknown ones among them, nulls, and more than one spelling
// of the same value.

package difftest

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
)

// reply writes the members of a structure with this shape as an HTTP message.
func (g *generator) reply(s *shape, members record) reply {
	r := reply{status: http.StatusOK, header: http.Header{"Content-Type": {"application/json"}}}
	body := record{}
	var payload []byte
	whole := false
	for name, v := range members {
		m := s.Members[name]
		switch {
		case m.has("httpResponseCode"):
			status, _ := v.(int64)
			r.status = int(status)
		case m.has("httpHeader"):
			header, _ := trait[string](m, s, "httpHeader")
			r.header.Set(header, fmt.Sprint(v))
		case m.has("httpPayload"):
			if payload, whole = v.([]byte); !whole {
				payload, whole = g.json(g.model.of(m), v), true
			}
		default:
			body[name] = v
		}
	}
	if r.body = payload; !whole {
		r.body = g.structureJSON(s, body)
	}
	return r
}

// answer makes a random reply of an output's shape, and the members that it stands for. A reply always has a status and
// a body.
func (g *generator) answer(s *shape) (record, reply) {
	members := g.structure(s, 0)
	for _, name := range s.names {
		switch m := s.Members[name]; {
		case m.has("httpResponseCode"):
			members[name] = 200 + g.Int64N(5)
		case m.has("httpPayload"):
			members[name] = g.value(m, 0)
		}
	}
	cleaned, _ := clean(members).(record)
	return cleaned, g.reply(s, cleaned)
}

// clean replaces what JSON cannot hold: bytes that are not UTF-8.
func clean(v any) any {
	switch v := v.(type) {
	case string:
		return strings.ToValidUTF8(v, "?")
	case []any:
		for i := range v {
			v[i] = clean(v[i])
		}
	case record:
		for name := range v {
			v[name] = clean(v[name])
		}
	case map[string]any:
		cleaned := map[string]any{}
		for key := range v {
			cleaned[strings.ToValidUTF8(key, "?")] = clean(v[key])
		}
		return cleaned
	}
	return v
}

func (g *generator) json(s *shape, v any) []byte {
	switch v := v.(type) {
	case nil:
		return []byte("null")
	case bool:
		return strconv.AppendBool(nil, v)
	case int64:
		return strconv.AppendInt(nil, v, 10)
	case float64:
		return floatJSON(v)
	case string:
		return g.stringJSON(v)
	case []byte:
		return g.stringJSON(base64.StdEncoding.EncodeToString(v))
	case time.Time:
		return g.timeJSON(v)
	case []any:
		items := make([][]byte, len(v))
		for i := range v {
			items[i] = g.json(g.model.of(s.Member), v[i])
		}
		return g.join('[', items, ']')
	case map[string]any:
		var entries [][]byte
		for _, key := range slices.Sorted(maps.Keys(v)) {
			entries = append(entries, g.pair(key, g.json(g.model.of(s.Value), v[key])))
		}
		return g.join('{', entries, '}')
	case record:
		return g.structureJSON(s, v)
	}
	panic(fmt.Sprintf("a %T has no form in JSON", v))
}

// structureJSON writes members in any order, with some of the absent ones as null and some that no model knows.
func (g *generator) structureJSON(s *shape, members record) []byte {
	var pairs [][]byte
	for _, name := range s.names {
		m := s.Members[name]
		v, present := members[name]
		if present || g.IntN(8) == 0 && !m.has("httpHeader") && !m.has("httpResponseCode") {
			pairs = append(pairs, g.pair(name, g.json(g.model.of(m), v)))
		}
	}
	unknown := []string{`1`, `"x"`, `null`, `{"a":[1,{"b":"}"}]}`, `[[],{},"]"]`, `true`, `-1.5e3`}
	for range g.IntN(2) {
		pairs = append(pairs, g.pair("Unknown"+strconv.Itoa(g.IntN(10)), []byte(unknown[g.IntN(len(unknown))])))
	}
	g.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
	return g.join('{', pairs, '}')
}

func (g *generator) pair(name string, value []byte) []byte {
	return append(append(g.stringJSON(name), g.space()+":"+g.space()...), value...)
}

func (g *generator) join(before byte, items [][]byte, after byte) []byte {
	b := append([]byte(g.space()), before)
	for i, item := range items {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, g.space()...), item...), g.space()...)
	}
	return append(b, after)
}

func (g *generator) space() string {
	spaces := []string{"", "", "", "", "", " ", "\n", "\t\r\n  "}
	return spaces[g.IntN(len(spaces))]
}

// stringJSON writes a string with its characters as they are, or all of them escaped.
func (g *generator) stringJSON(s string) []byte {
	if g.IntN(6) > 0 {
		b, err := json.Marshal(s)
		if err != nil {
			panic(err)
		}
		return b
	}
	b := []byte{'"'}
	for _, unit := range utf16.Encode([]rune(s)) {
		b = fmt.Appendf(b, `\u%04x`, unit)
	}
	return append(b, '"')
}

func floatJSON(f float64) []byte {
	switch {
	case math.IsNaN(f):
		return []byte(`"NaN"`)
	case math.IsInf(f, 1):
		return []byte(`"Infinity"`)
	case math.IsInf(f, -1):
		return []byte(`"-Infinity"`)
	}
	return strconv.AppendFloat(nil, f, 'g', -1, 64)
}

// timeJSON writes seconds since 1970 with three decimals, or those that are needed, or an exponent.
func (g *generator) timeJSON(at time.Time) []byte {
	seconds := float64(at.UnixMilli()) / 1000
	switch g.IntN(4) {
	case 0:
		return strconv.AppendFloat(nil, seconds, 'f', 3, 64)
	case 1:
		return strconv.AppendFloat(nil, seconds, 'e', -1, 64)
	}
	return strconv.AppendFloat(nil, seconds, 'f', -1, 64)
}
