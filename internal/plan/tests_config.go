// What a case says of the client that makes its call: the host, and what AWS's own cases have as vendorParams.

package plan

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/smithwright/smithwright/internal/shape"
)

// The shapes by which the vendorParams of AWS's cases go.
const (
	awsConfig  = "aws.protocoltests.config#AwsConfig"
	errorCodes = "aws.protocoltests.config#ErrorCodeParams"
)

// usualHost is that of the clients of all cases which name no other, and usualRegion their Region.
const (
	usualHost   = "example.com"
	usualRegion = "us-west-2"
)

// configure sets how the client and the call of a case differ from the usual ones.
func (t *testBuilder) configure(c testCase, planned *TestCase) error {
	if host := c.str("host"); host != "" && host != usualHost {
		planned.set("Endpoint", text("http://"+host))
	}
	vendor, ok := c.Field("vendorParams")
	switch shapeID := c.str("vendorParamsShape"); {
	case !ok || shapeID == errorCodes: // it is about what comes out
		return nil
	case shapeID != awsConfig:
		return fmt.Errorf("nothing is known of its vendorParams, which are of the shape %q", shapeID)
	}
	return eachSetting("", vendor, func(path string, value shape.Node) error { return t.setting(planned, path, value) })
}

func (c *TestCase) set(field string, value Expr) {
	for i := range c.Config {
		if c.Config[i].Field == field {
			c.Config[i].Value = value
			return
		}
	}
	c.Config = append(c.Config, Setting{field, value})
}

// eachSetting calls f for what stands within objects.
func eachSetting(path string, v shape.Node, f func(path string, value shape.Node) error) error {
	for name, value := range v.Fields() {
		at := path + "." + name
		if value.Kind() == shape.NodeObject {
			if err := eachSetting(at, value, f); err != nil {
				return err
			}
		} else if err := f(at, value); err != nil {
			return err
		}
	}
	return nil
}

// setting does what one setting of an AwsConfig asks for.
func (t *testBuilder) setting(c *TestCase, path string, value shape.Node) error {
	style := value.Str()
	switch {
	case path == ".scopedConfig.client.region" && t.pkg.Auth != nil:
		c.set("Endpoint", text("")) // the Region's
		if style != usualRegion {
			c.set("Region", text(style))
		}
	case path == ".scopedConfig.client.s3.addressing_style" && t.option("UsePathStyle"):
		if style == "path" {
			c.set("UsePathStyle", code("true"))
		}
	case path == ".scopedConfig.operation.s3.addressing_style" && t.option("UsePathStyle"):
		c.set("UsePathStyle", code(strconv.FormatBool(style == "path"))) // behind the client's, which it takes the place of
	case path == ".scopedConfig.client.s3.use_accelerate_endpoint" && t.option("UseAccelerate"):
		c.set("UseAccelerate", code(strconv.FormatBool(value.Bool())))
	case path == ".scopedConfig.client.s3.use_dualstack_endpoint" && t.option("UseDualStack"):
		c.set("UseDualStack", code(strconv.FormatBool(value.Bool())))
	default:
		return fmt.Errorf("its vendorParams have %s, which the client has no option for", path[1:])
	}
	return nil
}

// option reports whether the rules for endpoints give the client's configuration a field of that name.
func (t *testBuilder) option(name string) bool {
	return t.pkg.Endpoints != nil && slices.ContainsFunc(t.pkg.Endpoints.Config, func(c EndpointConfig) bool { return c.Name == name })
}
