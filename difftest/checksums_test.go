// The checksums of bodies, of operations of Amazon S3. Their package is not committed: one test generates it and runs the
// others, which stand in checksumsclient_test.go, with the build tag checksums.

package difftest

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/smithwright/smithwright/internal/testenv"
)

// checksumOperations are those that are compared: with a checksum that is required, that is not, and of a stream, with and
// without a body, and one whose reply has one.
const checksumOperations = "PutObject,UploadPart,GetObject,DeleteObjects,PutBucketAcl,PutBucketTagging,PutBucketAccelerateConfiguration,RestoreObject"

func TestChecksumsOfS3(t *testing.T) {
	t.Parallel()
	root := testenv.Root(t)
	run(t, root, "run", "./cmd/gen", "--no-cache", "--ops", checksumOperations, "-o", filepath.Join(root, "difftest", "testdata", "checksums"),
		"--package", "checksums", testenv.Shared(t, "models", "smithy", "s3.json"))
	out := run(t, filepath.Join(root, "difftest"), "test", "-tags", "checksums", "-count", "1", "-v", "-run", "^TestHeadersOfBodies", ".")
	if !strings.Contains(out, "requests with bodies compared") {
		t.Error("the tests of the package did not run")
	}
	t.Log(out)
}
