// Selectors on the models of the reference's own tests.

package selector_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/smithwright/smithwright/internal/shape/selector"
	"github.com/smithwright/smithwright/internal/testenv"
)

func TestCorpusModels(t *testing.T) {
	t.Parallel()
	const topDown = ":topdown([trait|auth|(values) = '%s'], [trait|auth] :not([trait|auth|(values) = '%[1]s']))"
	tests := map[string]map[string]string{ // by file: selector → names, all in the file's own namespace
		"topdown-auth.smithy": {
			fmt.Sprintf(topDown, "smithy.api#httpBasicAuth"): "OperationWithNoAuthTrait RA ServiceWithAuthTrait",
			fmt.Sprintf(topDown, "smithy.api#httpDigestAuth"): "OperationWithAuthTrait OperationWithNoAuthTrait RA " +
				"ServiceWithAuthTrait",
		},
		"topdown-exclusive-traits.smithy": {
			":topdown([trait|smithy.example#a], [trait|smithy.example#b])": "O2 R1 Service1",
			":topdown([trait|smithy.example#b], [trait|smithy.example#a])": "O1 O3 O4 R2",
			":topdown([trait|smithy.example#a])":                           "O1 O2 O3 O4 R1 R2 Service1",
		},
		"recursive-resources.smithy": {":topdown(*) :not(resource)": ""},
		"structure-with-mixins.smithy": {
			"structure :test(-[mixin]->)":              "Concrete Mixin2",
			"structure -[mixin]->":                     "Mixin1 Mixin2",
			"structure :not(-[mixin]->)":               "Mixin1 NoMixins UnusedMixin",
			"[trait|mixin] :not(<-[mixin]-)":           "UnusedMixin",
			"structure > member [trait|documentation]": "",
		},
		"http-model.smithy": {
			"service $operations(~> operation) :test(${operations}[trait|http]) ${operations} :not([trait|http])": "NoHttp",
		},
		"nested-traits.smithy": {
			"[trait|range|min=1]":                                                             "RangeInt1",
			"[trait|range|min!=1]":                                                            "RangeInt2",
			"[trait|enum|(values)|deprecated=true]":                                           "EnumString",
			"[trait|smithy.example#nestedTrait|foo|foo|bar='hi']":                             "DocumentedString1",
			"[trait|tags|foo|baz='nope']":                                                     "",
			"[trait|tags='foo']":                                                              "",
			"[trait|enum|(values)|tags|(values)]":                                             "DocumentedString1 EnumString",
			"[trait|enum|(values)|value = 'm256.mega' ,   nope ]":                             "DocumentedString1 DocumentedString2 EnumString",
			"[trait|httpError >= 500e0]":                                                      "ErrorStruct1",
			"[trait|httpError > 399]":                                                         "ErrorStruct1 ErrorStruct2",
			"[trait|httpError >= 'nope']":                                                     "",
			"[trait|error = 'CLIENT' i]":                                                      "ErrorStruct2",
			"[trait|(values)|min]":                                                            "RangeInt1 RangeInt2",
			"[@trait: @{range|min}=1 && @{range|max}=10]":                                     "RangeInt1",
			"[@trait|enum|(values): @{name}=@{value} && hi=@{tags|(values)}]":                 "DocumentedString1",
			"[@trait|enum|(values): @{tags|(values)}=@{tags|(values)}]":                       "DocumentedString1 EnumString",
			"[@trait|smithy.example#listyTrait|(values)|(values)|(values): @{foo}=b]":         "MyService",
			"[id=smithy.example#MyService][trait|smithy.example#listyTrait|(length) = 2]":     "MyService",
			"[id=smithy.example#DocumentedString2][trait|externalDocumentation|(length) = 1]": "DocumentedString2",
			"[trait|enum|(values)|tags|(length) > 1]":                                         "DocumentedString1",
			"[trait|trait][@: @{trait|(keys)} = @{id}]":                                       "recursiveTrait",
		},
		"enum-shapes.smithy": {
			"[trait|enum]": "Suit", "[trait|enum|(values)|name = CLUB]": "Suit", "string :not(enum)": "PlainString",
		},
	}
	for file, selectors := range tests {
		t.Run(strings.TrimSuffix(file, ".smithy"), func(t *testing.T) {
			t.Parallel()
			env := selector.NewEnv(readShared(t, file))
			for text, want := range selectors {
				var got []string
				for _, id := range yields(t, env, text, "smithy.example") {
					got = append(got, strings.TrimPrefix(id, "smithy.example#"))
				}
				if diff := cmp.Diff(want, strings.Join(got, " ")); diff != "" {
					t.Errorf("%s (-want +got):\n%s", text, diff)
				}
			}
		})
	}
}

// FuzzParse reads any text as a selector and as a template, and follows what it reads on a small model.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		"", "*", "string", "[trait|range|min > 1e99]", "[@trait|enum|(values): @{name} {<<} @{var|x} i && a = b]",
		"${x}", "$x(~>)", ":topdown(a, :not(*)) <-[bound, trait]- -[instanceOperation]->", ":recursive(:in(:root(<)))",
		"a @{id|(length)} @@", "[id='é",
	} {
		f.Add(text)
	}
	env := selector.NewEnv(read(f, "shop.json", []byte(shop)))
	f.Fuzz(func(t *testing.T, text string) {
		template, err := selector.ParseTemplate(text)
		if (template == nil) == (err == nil) {
			t.Errorf("the template is %v and the error %v", template, err)
		}
		s, err := selector.Parse(text)
		if err != nil {
			return
		}
		found, err := s.Select(env)
		if err != nil {
			return
		}
		for _, subject := range found {
			if !s.MatchesOne(env, subject) {
				t.Errorf("%s is selected but does not match alone", subject.ID())
			}
		}
	})
}

// BenchmarkEnv builds the graph of a large model.
func BenchmarkEnv(b *testing.B) {
	text, err := os.ReadFile(testenv.Shared(b, "models", "smithy", "s3.json"))
	if err != nil {
		b.Fatal(err)
	}
	model := read(b, "s3.json", text)
	for b.Loop() {
		selector.NewEnv(model)
	}
}
