// Planning the checksums of bodies.

package plan

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestChecksums(t *testing.T) {
	t.Parallel()
	const members = `"Algorithm":{"target":"smithy.api#String","traits":{"smithy.api#httpHeader":"x-amz-sdk-checksum-algorithm"}},` +
		`"Mode":{"target":"smithy.api#String","traits":{"smithy.api#httpHeader":"x-amz-checksum-mode"}},` +
		`"Unbound":{"target":"smithy.api#String"}`
	algorithm, mode := ChecksumChoice{Header: "X-Amz-Sdk-Checksum-Algorithm"}, ChecksumChoice{Header: "X-Amz-Checksum-Mode"}
	md5 := Func{runtimePath, "MD5"}
	for name, test := range map[string]struct {
		traits string
		want   Operation
	}{
		"none":               {``, Operation{}},
		"of the request":     {`"aws.protocols#httpChecksum":{"requestAlgorithmMember":"Algorithm"}`, Operation{Checksum: &Checksum{Request: algorithm}}},
		"in the body":        {`"aws.protocols#httpChecksum":{"requestAlgorithmMember":"Unbound"}`, Operation{Checksum: &Checksum{Request: ChecksumChoice{Member: "Unbound"}}}},
		"required":           {`"aws.protocols#httpChecksum":{"requestAlgorithmMember":"Algorithm","requestChecksumRequired":true}`, Operation{Checksum: &Checksum{Request: algorithm, Required: true}}},
		"required otherwise": {`"smithy.api#httpChecksumRequired":{},"aws.protocols#httpChecksum":{"requestAlgorithmMember":"Algorithm"}`, Operation{Checksum: &Checksum{Request: algorithm, Required: true}}},
		"required only":      {`"aws.protocols#httpChecksum":{"requestChecksumRequired":true}`, Operation{Digest: md5}},
		"required of old":    {`"smithy.api#httpChecksumRequired":{}`, Operation{Digest: md5}},
		"of the reply": {
			`"aws.protocols#httpChecksum":{"requestValidationModeMember":"Mode","responseAlgorithms":["SHA1","CRC32"]}`,
			Operation{Checksum: &Checksum{Response: mode, Algorithms: []string{"SHA1", "CRC32"}}},
		},
		"of the reply, and required": {
			`"aws.protocols#httpChecksum":{"requestValidationModeMember":"Mode","responseAlgorithms":["CRC32"],"requestChecksumRequired":true}`,
			Operation{Checksum: &Checksum{Response: mode, Algorithms: []string{"CRC32"}}, Digest: md5},
		},
		"of both": {
			`"aws.protocols#httpChecksum":{"requestAlgorithmMember":"Algorithm","requestValidationModeMember":"Mode","responseAlgorithms":["CRC32"]}`,
			Operation{Checksum: &Checksum{Request: algorithm, Response: mode, Algorithms: []string{"CRC32"}}},
		},
		"no algorithms":  {`"aws.protocols#httpChecksum":{"requestValidationModeMember":"Mode"}`, Operation{}},
		"no such member": {`"aws.protocols#httpChecksum":{"requestAlgorithmMember":"Nobody"}`, Operation{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := serviceOf("Svc", members, "Put", "/")
			if test.traits != "" {
				text = strings.Replace(text, `"uri":"/"}`, `"uri":"/"},`+test.traits, 1)
			}
			o := planned(t, "m.json", []byte(text)).Operations[0]
			if diff := cmp.Diff(test.want, Operation{Digest: o.Digest, Checksum: o.Checksum}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
