using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;
using WeChatNotifications.Dashboard.Texts;
using WeChatNotifications.Dashboard.Views;

namespace WeChatNotifications.Dashboard.TagHelpers;

/// <summary>
/// <c>&lt;wx-chart id="…" title="…" model="…" /&gt;</c>: a chart, and the same numbers as a table for those who cannot or do not want to see it.
/// </summary>
[HtmlTargetElement("wx-chart", TagStructure = TagStructure.WithoutEndTag)]
public sealed class ChartTagHelper(DashboardTexts texts) : TagHelper
{
    /// <summary>Its id on the page.</summary>
    public required string Id { get; set; }

    /// <summary>What it shows, in a few words.</summary>
    public required string Title { get; set; }

    /// <summary>The numbers.</summary>
    public required ChartModel Model { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        (output.TagName, output.TagMode) = ("figure", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", "wx-chart");
        output.Attributes.SetAttribute("data-testid", "chart-" + Id);
        output.Content
            .AppendHtml("<figcaption class=\"h6\">").Append(Title).AppendHtml("</figcaption>")
            .AppendHtml($"<div class=\"wx-chart-canvas\"><canvas id=\"{HtmlEncoder.Default.Encode(Id)}\" role=\"img\" aria-label=\"").Append(Title)
            .AppendHtml("\" data-wx-chart=\"").Append(JsonSerializer.Serialize(Model, ChartJson.Default.ChartModel)).AppendHtml("\"></canvas></div>")
            .AppendHtml("<details class=\"small\"><summary>").Append(texts["Chart.AsTable"]).AppendHtml("</summary>")
            .AppendHtml(TableOf()).AppendHtml("</details>");
    }

    private HtmlContentBuilder TableOf()
    {
        var html = new HtmlContentBuilder();
        html.AppendHtml("<div class=\"table-responsive\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Title).AppendHtml("\"><table class=\"table table-sm\"><thead><tr><th scope=\"col\"></th>");
        foreach (var series in Model.Series)
        {
            html.AppendHtml("<th scope=\"col\" class=\"text-end\">").Append(series.Name).AppendHtml("</th>");
        }

        html.AppendHtml("</tr></thead><tbody>");
        for (var i = 0; i < Model.Labels.Count; i++)
        {
            html.AppendHtml("<tr><th scope=\"row\">").Append(Model.Labels[i]).AppendHtml("</th>");
            foreach (var series in Model.Series)
            {
                html.AppendHtml("<td class=\"text-end\">").Append(DashboardView.Number(series.Values[i])).AppendHtml("</td>");
            }

            html.AppendHtml("</tr>");
        }

        return (HtmlContentBuilder)html.AppendHtml("</tbody></table></div>");
    }
}

/// <summary>The numbers of a chart.</summary>
/// <param name="Kind"><c>line</c>, <c>bar</c> or <c>stacked</c>.</param>
/// <param name="Labels">What stands below each point.</param>
/// <param name="Series">The lines, or the parts of the bars.</param>
public sealed record ChartModel(string Kind, IReadOnlyList<string> Labels, IReadOnlyList<ChartSeries> Series);

/// <summary>One line of a chart.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Colour"><c>good</c>, <c>going</c>, <c>attention</c>, <c>bad</c> or <c>neutral</c>, as the badges of states.</param>
/// <param name="Values">One for each label.</param>
public sealed record ChartSeries(string Name, string Colour, IReadOnlyList<long> Values);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ChartModel))]
internal sealed partial class ChartJson : JsonSerializerContext;
