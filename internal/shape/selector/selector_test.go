// Selectors on small models: what each part of the language yields.

package selector_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/shape"
	"github.com/smithwright/smithwright/internal/shape/selector"
)

// shop is a model with one of everything. Its ids are a#..., which the tests leave out.
const shop = `{"smithy": "2.0", "shapes": {
"a#Shop": {"type": "service", "version": "2026-01-01", "operations": [{"target": "a#Ping"}], "resources": [{"target": "a#Cart"}],
	"errors": [{"target": "a#Oops"}], "traits": {"smithy.api#title": "Shop", "a#mark": {"tags": ["x", "y"], "n": 10.0}}},
"a#Cart": {"type": "resource", "identifiers": {"id": {"target": "a#CartID"}}, "properties": {"sum": {"target": "a#Amount"}},
	"create": {"target": "a#NewCart"}, "read": {"target": "a#GetCart"}, "operations": [{"target": "a#Pay"}],
	"collectionOperations": [{"target": "a#Sweep"}], "resources": [{"target": "a#Line"}]},
"a#Line": {"type": "resource", "identifiers": {"id": {"target": "a#CartID"}}, "delete": {"target": "a#DropLine"}},
"a#Ping": {"type": "operation", "traits": {"smithy.api#http": {"method": "GET", "uri": "/ping"}}},
"a#NewCart": {"type": "operation", "output": {"target": "a#CartState"}},
"a#GetCart": {"type": "operation", "input": {"target": "a#GetCartInput"}, "output": {"target": "a#CartState"}},
"a#Pay": {"type": "operation", "input": {"target": "smithy.api#Unit"}, "errors": [{"target": "a#Oops"}]},
"a#Sweep": {"type": "operation"},
"a#DropLine": {"type": "operation", "traits": {"a#mark": {"tags": ["x"]}}},
"a#GetCartInput": {"type": "structure", "members": {"id": {"target": "a#CartID", "traits": {"smithy.api#required": {}}}},
	"traits": {"smithy.api#input": {}}},
"a#CartState": {"type": "structure", "mixins": [{"target": "a#Base"}],
	"members": {"lines": {"target": "a#Lines"}, "kind": {"target": "a#Kind"}}},
"a#Base": {"type": "structure", "members": {"sum": {"target": "a#Amount"}}, "traits": {"smithy.api#mixin": {}}},
"a#Lines": {"type": "list", "member": {"target": "a#Node"}},
"a#Node": {"type": "structure", "members": {"next": {"target": "a#Node"}, "label": {"target": "smithy.api#String"}}},
"a#Kind": {"type": "enum", "members": {"BIG": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "big",
	"smithy.api#tags": ["t"]}}, "SMALL": {"target": "smithy.api#Unit", "traits": {"smithy.api#enumValue": "small"}}}},
"a#CartID": {"type": "string", "traits": {"smithy.api#length": {"min": 1, "max": 64}}},
"a#Amount": {"type": "integer", "traits": {"smithy.api#range": {"min": 0, "max": 1e3}}},
"a#Oops": {"type": "structure", "traits": {"smithy.api#error": "client", "smithy.api#documentation": "Oh No"}},
"a#mark": {"type": "structure", "members": {"tags": {"target": "a#Tags"}, "n": {"target": "smithy.api#Float"}},
	"traits": {"smithy.api#trait": {}}},
"a#Tags": {"type": "list", "member": {"target": "smithy.api#String"}}
}}`

func TestSelect(t *testing.T) {
	t.Parallel()
	env := selector.NewEnv(read(t, "shop.json", []byte(shop)))
	tests := map[string]string{
		// types
		"resource":                      "Cart Line",
		"string":                        "CartID Kind",
		"enum":                          "Kind",
		"integer":                       "Amount",
		"number":                        "Amount",
		"set":                           "Lines Tags",
		"collection":                    "Lines Tags",
		"simpleType":                    "Amount CartID Kind",
		"aggregateType :not(structure)": "Lines Tags",
		"serviceType :not(operation)":   "Cart Line Shop",
		"dataType :not(aggregateType)":  "Amount CartID Kind",
		"list > member":                 "Lines$member Tags$member",
		// attributes
		"[trait|range|max = 1e3]":                                   "Amount",
		"[trait|range|max >= 1000]":                                 "Amount",
		"[trait|range|max > 1000]":                                  "",
		"[trait|range|min < 0.5]":                                   "Amount",
		"[trait|range|min != 1]":                                    "Amount",
		"[trait|length|min ?= true]":                                "CartID",
		"simpleType [trait|length|min ?= false]":                    "Amount Kind",
		"[trait|documentation ^= 'oh' i]":                           "Oops",
		"[trait|documentation ^= 'oh']":                             "",
		"[trait|documentation $= no, NO i]":                         "Oops",
		"[trait|documentation *= 'h N']":                            "Oops",
		"[trait|documentation|(length) = 5]":                        "Oops",
		"[trait|a#mark|tags|(values) = y]":                          "Shop",
		"[trait|a#mark|tags|(length) > 1]":                          "Shop",
		"[trait|a#mark|(keys) = n]":                                 "Shop",
		"[trait|a#mark|tags|(values)|(first) = x]":                  "DropLine Shop",
		"[trait|'a#mark'|n = 10.0]":                                 "Shop",
		"[trait|a#mark|n|deeper|still]":                             "",
		"[trait|(keys)|namespace = a]":                              "DropLine Shop",
		"[trait|(values)|tags|(values) = x]":                        "DropLine Shop",
		"resource [trait|(length) = 0]":                             "Cart Line",
		"[trait|''] ":                                               "",
		"[service|version ^= 2026]":                                 "Shop",
		"[service|id|name = Shop]":                                  "Shop",
		"[service = a#Shop]":                                        "Shop",
		"[id|member = sum]":                                         "Base$sum CartState$sum",
		"[id = 'a#Base$sum']":                                       "Base$sum",
		"[id | name\n = Base] structure":                            "Base",
		"[foof]":                                                    "",
		"[id|blurb = x]":                                            "",
		"[trait|enum]":                                              "Kind",
		"[trait|enum|(values)|tags]":                                "Kind",
		"[@trait|enum|(values): @{name} = BIG && @{value} = big]":   "Kind",
		"[@trait|enum|(values): @{name} = BIG && @{value} = small]": "",
		"[@trait|range: @{min} < @{max}]":                           "Amount",
		"[@: @{id|name} = Cart, Line]":                              "Cart Line",
		"[@: @{trait|a#mark|tags|(values)} {<<} @{var|x}]":          "",
		// neighbours
		"service >":                                    "Cart Oops Ping",
		"resource -[operation]->":                      "Pay",
		"resource -[instanceOperation]->":              "DropLine GetCart Pay",
		"operation <-[instanceOperation]-":             "Cart Line",
		"resource -[bound]->":                          "Cart Shop",
		"[id|name = Pay] -[bound]->":                   "Cart",
		"[id|name = Cart] <-[bound]-":                  "GetCart Line NewCart Pay Sweep",
		"resource -[create, delete]->":                 "DropLine NewCart",
		"resource -[identifier]->":                     "CartID",
		"resource -[property]->":                       "Amount",
		"operation -[input]->":                         "GetCartInput",
		"operation -[output]->":                        "CartState",
		"-[error]->":                                   "Oops",
		"[id|name = Oops] <":                           "Pay Shop",
		"structure -[mixin]->":                         "Base",
		"structure <-[mixin]-":                         "CartState",
		"enum > member >":                              "",
		"-[trait]-> [id|namespace = a]":                "mark",
		"<-[trait]- [id|namespace = a] [trait|a#mark]": "DropLine Shop",
		"[trait|trait] <-[trait]- service":             "Shop",
		"operation -[nonsense]->":                      "",
		// closures and recursion: Node is in the closure of Lines but not in its own
		"[id|name = Lines] ~>":                       "Lines$member Node Node$label Node$next",
		"[id = a#Node] ~>":                           "Node$label Node$next",
		"[id|name = Node] :recursive(> member >)":    "Node",
		":test(~> [id|name = Amount])":               "Base Base$sum Cart CartState CartState$sum GetCart NewCart Shop",
		"structure :not(:test(~> structure))":        "Base GetCartInput Node Oops mark",
		"[id|name = DropLine] :recursive(<) service": "Shop",
		// functions
		":is(service, resource > resource)":                               "Line Shop",
		":each(service, resource > resource)":                             "Line Shop",
		"operation :test(-[input]->, -[output]->)":                        "GetCart NewCart",
		"operation :not(-[input]->) :not(-[output]->) :not([trait|http])": "DropLine Pay Sweep",
		":topdown([trait|a#mark])":                                        "Cart DropLine GetCart Line NewCart Pay Ping Shop Sweep",
		"resource :topdown([trait|a#mark])":                               "DropLine",
		":topdown([trait|a#mark], [id|name = Cart])":                      "DropLine Ping Shop",
		"structure :in(:root(operation -[output]->))":                     "CartState",
		"service :root(operation -[input]-> :not(service))":               "GetCartInput",
		":in(resource)":               "Cart Line",
		"string :in(:test(< member))": "CartID Kind",
		":nobodyKnows(service)":       "",
		// variables
		"service $all(~> operation) ${all} :not([trait|http]) :not(:in(:root(resource > operation)))":              "",
		"service $x(-[operation]->) ~> operation :not(:in(${x}))":                                                  "DropLine GetCart NewCart Pay Sweep",
		"service $me(*) ~> operation [@: @{trait|a#mark|tags|(values)} {<} @{var|me|trait|a#mark|tags|(values)}]":  "DropLine",
		"service $me(*) ~> operation [@: @{trait|a#mark|tags|(values)} {<<} @{var|me|trait|a#mark|tags|(values)}]": "DropLine",
		"service $me(*) ~> operation [@: @{trait|a#mark|tags|(values)} {=} @{var|me|trait|a#mark|tags|(values)}]":  "",
		"service $me(*) [@: @{trait|a#mark|tags|(values)} {!=} @{var|me|trait|a#mark|tags|(values)}]":              "",
		"${nothing}":                      "",
		"service [var|me]":                "",
		"service $me(*) [var|me|service]": "Shop",
		"resource $x(*) :recursive(<-[resource]-) $y(*) :test(${x} -[resource]->, ${y})": "Cart Shop",
		"resource $x(*) :topdown(:in(${x}), [id|name = GetCart]) operation":              "DropLine NewCart Pay Sweep",
		":root($x(service) ${x}) operation":                                              "",
	}
	for text, want := range tests {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, id := range yields(t, env, text, "a") {
				got = append(got, strings.TrimPrefix(id, "a#"))
			}
			if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
				t.Errorf("selected (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParseErrors(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"":                                 "at character 1: the selector ends where a shape type, [...], a function or a neighbor is expected",
		"!":                                `at character 1: '!' begins neither a shape type, [...], a function nor a neighbor`,
		"strng":                            "at character 1: there is no shape type strng: did you mean string?",
		"string=b":                         `at character 7: '=' begins neither a shape type, [...], a function nor a neighbor`,
		"string)":                          `at character 7: ')' does not belong here`,
		"[]":                               `at character 2: a name is expected, not ']'`,
		"[foo|]":                           `at character 6: a name is expected, not ']'`,
		"[a=b":                             "at character 5: ] is expected, not the end",
		"[id%=100]":                        `at character 4: a comparator such as = or ^= is expected, not '%'`,
		"[foo^foo]":                        `at character 5: a comparator such as = or ^= is expected, not '^'`,
		"[foo='x]":                         "at character 6: the text that begins here has no closing '",
		"[id=1.]":                          `at character 7: a digit is expected, not ']'`,
		"[id=com.foo#a$b]":                 `at character 14: ] is expected, not '$'`,
		":is(string, )":                    `at character 13: ')' begins neither a shape type, [...], a function nor a neighbor`,
		":is(string":                       "at character 11: ) is expected, not the end",
		":not(a, b)":                       "at character 6: there is no shape type a: see the specification's list of shape types",
		":not(*, *)":                       "at character 2: the function not takes one selector, not 2",
		":topdown(*, *, *)":                "at character 2: the function topdown takes at most 2 selectors, not 3",
		"operation -[]->":                  `at character 13: a name is expected, not ']'`,
		"-[input":                          "at character 8: ]-> is expected, not the end",
		"${_}":                             `at character 4: a name is expected, not '}'`,
		"[@foo: @{abc}]":                   `at character 14: a comparator such as = or ^= is expected, not ']'`,
		"[@: é=1]":                         `at character 5: a name is expected, not 'é'`,
		strings.Repeat(":not(", 101) + "*": "at character 501: functions stand more than 100 deep in each other",
		strings.Repeat(">", 10_001):        "at character 10001: the selector has more than 10000 parts",
	}
	for text, want := range tests {
		_, err := selector.Parse(text)
		var syntax *selector.SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("%.40s: no syntax error: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, err.Error()); diff != "" {
			t.Errorf("%.40s (-want +got):\n%s", text, diff)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"[id=-]", "[id=#]", "[id=com#]", "[id=com.foo#$]", "[id=com..foo#baz]", "[id=com#baz$bar#]", "[id=1-]", "[id=1..1]",
		"[id=1.0e]", "[id=1.0e+]", "[id=1e++]", "[id=1+]", "[id=+1]", "[trait|enum|(values)|value='m256.mega',]", "[@", "[@foo",
		"[@foo:", "[@foo: bar", "[@foo: bar=", "[@foo: bar=bam i", "[@foo: bar+bam]", "[@foo: @{", "[@foo: @{abc}=10 && abc",
		"[@foo: @{abc{}}=10]", "[@foo: @{abc|}=10]", "[@foo: @{abc|def(baz)}=10]", "[@foo: @{abc|()}=10]",
		"[@foo: @{abc|(.)}=10]",
		"[@: bar]", "$", "${", "${}", "$}", "${a", "${*}", "${__}", "$x", "$x(", "$x()", "[@: @{a} {} @{b}]", "[@: @{a} {<",
		"[a {=} b]",
		":", ":not", ":not(", ":nay()", "<-[", "<-[a", "<-[a]", "~", "-", "operation -[input, ", "[foo==value]", "[@:", "'foo'",
	} {
		if _, err := selector.Parse(text); err == nil {
			t.Errorf("%s is read as a selector", text)
		}
	}
}

func TestParseAccepts(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"[id=abc][id!=abc][id^=abc][id$=abc][id*=abc]", "[  id = abc ] [ \nid\n!=\nabc\n]\n", "[id=abc i][id=abc i ]", "[id=Foo]",
		"[id=com.baz.bar#foo]", "[id=-10]", "[id=1.1e-123456789]", "[id=1e+123456789]", `[trait|"foo"="aaaaaa"]`,
		"[service|version|foo]",
		"[id|namespace|(foo)=abc]", "[trait|httpError<=500, 400]", "[@trait: 10=10]",
		"[@trait: @{foo}=@{foo} i && bar=@{baz} i&&bam='abc'i\n]",
		"[@\r\n\t  trait\r\n\t : @{foo}=@{foo}]\r\n\t ",
		"[@trait: @{foo|baz|(boo)}=@{foo|(boo)|baz}, @{foo|bam} i && 10=10 i]", "[@    :  foo   = bam  ]",
		"[@: @{trait|tags|(values)}    {!=}    @{trait|tags|(values)}]", "${\nfoo\n}\n", "${__a}", ":unknown(string)",
		"operation -[foo]-> *",
		"operation -[ input , output ]-> *", "$ x ( * )", "*", "**",
	} {
		s, err := selector.Parse(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if s.String() != text {
			t.Errorf("the text of %q is %q", text, s)
		}
	}
}

func TestEachMatch(t *testing.T) {
	t.Parallel()
	env := selector.NewEnv(readShared(t, "service-with-bad-auth.smithy"))
	s, err := selector.Parse(`service $service(*) $authTraits(-[trait]-> [trait|authDefinition]) ~> operation [trait|auth]
		:not([@: @{trait|auth|(values)} {<} @{var|authTraits|id}])`)
	if err != nil {
		t.Fatal(err)
	}
	template, err := selector.ParseTemplate("@{id|name} of @{var|service|id|name}@@, not @{var|authTraits}")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	if err := s.EachMatch(env, func(m selector.Match) { got = append(got, template.Expand(m)) }); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"HasDigestAuth of [MyService1]@, not [smithy.api#httpBasicAuth, smithy.api#httpBearerAuth]",
		"HasDigestAuth of [MyService2]@, not [smithy.api#httpBearerAuth]",
		"HasBasicAuth of [MyService2]@, not [smithy.api#httpBearerAuth]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

func TestTemplate(t *testing.T) {
	t.Parallel()
	env := selector.NewEnv(read(t, "shop.json", []byte(shop)))
	s, err := selector.Parse("service")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"":                               "",
		"plain":                          "plain",
		"@@":                             "@",
		"a @{id} b":                      "a a#Shop b",
		"@{id|(length)}":                 "6",
		"@{trait|smithy.api#title}":      `"Shop"`,
		"@{trait|a#mark}":                `{"tags":["x","y"],"n":10.0}`,
		"@{trait|a#mark|tags|(values)}.": `["x", "y"].`,
		"@{trait|(keys)}":                "[a#mark, smithy.api#title]",
		"[@{trait|gone|deep}]":           "[]",
		"@{service|version}":             "2026-01-01",
		"é@{id|name}é":                   "éShopé",
	}
	for text, want := range tests {
		template, err := selector.ParseTemplate(text)
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if err := s.EachMatch(env, func(m selector.Match) {
			if diff := cmp.Diff(want, template.Expand(m)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", text, diff)
			}
		}); err != nil {
			t.Error(err)
		}
	}
	for text, want := range map[string]string{
		"a@":         "at character 2: @{ is expected, not '@'",
		"a@b":        "at character 2: @{ is expected, not '@'",
		"@{id|name":  "at character 10: } is expected, not the end",
		"@{id|name)": "at character 10: } is expected, not ')'",
	} {
		_, err := selector.ParseTemplate(text)
		if got := fmt.Sprint(err); got != want {
			t.Errorf("%s: the error is %q, not %q", text, got, want)
		}
	}
}

// TestHostile asks selectors that a naive evaluation would never come to an end with.
func TestHostile(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(`{"smithy":"2.0","shapes":{`)
	const count = 3000
	for i := range count {
		fmt.Fprintf(&b, `"a#S%d":{"type":"structure","members":{"x":{"target":"a#S%d"},"y":{"target":"a#S%d"}}},`,
			i, (i*7+1)%count, (i*13+5)%count)
	}
	b.WriteString(`"a#Last":{"type":"string"}}}`)
	env := selector.NewEnv(read(t, "m.json", []byte(b.String())))
	paths := strings.Repeat("> ", 200)
	for text, want := range map[string]error{
		paths:                                  nil,
		":recursive(" + paths + ")":            nil,
		strings.Repeat("~> ", 20):              nil,
		":test(~> ~> ~> [id|name=Last])":       nil,
		"$x(*) " + paths:                       selector.ErrCost,
		"$x(~> ~> ~>) ~> ${x}":                 selector.ErrCost,
		":recursive($x(~>) ${x} ~>)":           selector.ErrCost,
		"$x(*) :test(" + paths + " [id=gone])": nil,
	} {
		s, err := selector.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Select(env); !errors.Is(err, want) {
			t.Errorf("%.40s: the error is %v, not %v", text, err, want)
		}
		if want != nil && !s.MatchesOne(env, env.Graph().Subject(0)) {
			t.Errorf("%.40s holds something against a shape without knowing", text)
		}
	}
}

func TestEnvParse(t *testing.T) {
	t.Parallel()
	env := selector.NewEnv(&shape.Model{})
	first, err := env.Parse("string")
	if err != nil {
		t.Fatal(err)
	}
	if second, _ := env.Parse("string"); second != first {
		t.Error("the same text gives two selectors")
	}
	if _, err := env.Parse("strig"); err == nil {
		t.Error("a mistake goes unnoticed")
	}
}
