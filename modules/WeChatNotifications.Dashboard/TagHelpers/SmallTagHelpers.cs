using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using WeChatNotifications.Dashboard.Mapping;
using WeChatNotifications.Dashboard.Views;
using WeChatNotifications.Deliveries;
using WeChatNotifications.Localization;

namespace WeChatNotifications.Dashboard.TagHelpers;

/// <summary><c>&lt;wx-icon name="send" /&gt;</c>: an icon for the eye only; what it means stands beside it as text.</summary>
[HtmlTargetElement("wx-icon", TagStructure = TagStructure.WithoutEndTag)]
public sealed class IconTagHelper : TagHelper
{
    /// <summary>Its name in bootstrap-icons; it must be among the project's icons.</summary>
    public required string Name { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = null;
        output.Content.SetHtmlContent(DashboardAssets.Icon(Name));
    }
}

/// <summary><c>&lt;wx-time at="…" /&gt;</c>: a moment in the pages' time zone, with how long ago as its title; <c>relative</c> swaps the two.</summary>
[HtmlTargetElement("wx-time", TagStructure = TagStructure.WithoutEndTag)]
public sealed class TimeTagHelper(DashboardView view) : TagHelper
{
    /// <summary>The moment; a dash for none.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>Whether "3 min ago" is shown and the moment is the title.</summary>
    public bool Relative { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (At is not { } at)
        {
            output.TagName = null;
            output.Content.SetContent("–");
            return;
        }

        (output.TagName, output.TagMode) = ("time", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("datetime", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        var (shown, title) = (view.Time(at), view.Relative(at));
        (shown, title) = Relative ? (title, shown) : (shown, title);
        output.Attributes.SetAttribute("title", title);
        output.Content.SetContent(shown);
    }
}

/// <summary><c>&lt;wx-status value="…" reason="…" /&gt;</c>: a delivery's state as a coloured badge, with its reason.</summary>
[HtmlTargetElement("wx-status", TagStructure = TagStructure.WithoutEndTag)]
public sealed class StatusTagHelper(IModuleTexts texts) : TagHelper
{
    /// <summary>The state.</summary>
    public DeliveryStatus Value { get; set; }

    /// <summary>Why; none adds nothing.</summary>
    public DeliveryReason Reason { get; set; }

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        (output.TagName, output.TagMode) = ("span", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", $"badge wx-badge-{ColourOf(Value)}");
        output.Content.SetContent(texts.Get("Status:" + Value));
        if (Reason != DeliveryReason.None)
        {
            output.PostElement.SetHtmlContent($" <span class=\"text-body-secondary small\">{HtmlEncoder.Default.Encode(texts.Get("Reason:" + Reason))}</span>");
        }
    }

    /// <summary>The colours mean the same on all pages: good, going on, attention, bad, neutral.</summary>
    internal static string ColourOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Sent or DeliveryStatus.Confirmed => "good",
        DeliveryStatus.Pending or DeliveryStatus.Sending => "going",
        DeliveryStatus.Unconfirmed or DeliveryStatus.Skipped => "attention",
        DeliveryStatus.Failed or DeliveryStatus.Refused => "bad",
        _ => "neutral",
    };
}

/// <summary>
/// <c>&lt;wx-live id="…" every="3"&gt;</c>: a part of the page that the browser fetches again every few seconds. The page's own address is asked, and of
/// its answer this element is taken; without JavaScript it stands still.
/// </summary>
[HtmlTargetElement("wx-live")]
public sealed class LiveTagHelper : TagHelper
{
    /// <summary>Its id on the page.</summary>
    public required string Id { get; set; }

    /// <summary>Seconds between two looks.</summary>
    public int Every { get; set; } = 3;

    /// <summary>Whether it still changes; false leaves it as it is.</summary>
    public bool Active { get; set; } = true;

    /// <summary>The request.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        output.TagName = "div";
        output.Attributes.SetAttribute("id", Id);
        if (!Active)
        {
            return;
        }

        var request = View.HttpContext.Request;
        output.Attributes.SetAttribute("hx-get", $"{request.PathBase}{request.Path}{request.QueryString}");
        output.Attributes.SetAttribute("hx-trigger", string.Create(CultureInfo.InvariantCulture, $"every {Every}s"));
        output.Attributes.SetAttribute("hx-select", "#" + Id);
        output.Attributes.SetAttribute("hx-target", "this");
        output.Attributes.SetAttribute("hx-swap", "outerMorph");
        output.Attributes.SetAttribute("data-wx-live", "");
    }
}

/// <summary>
/// <c>&lt;wx-confirm summary="Apps.Delete" question="…" icon="trash"&gt;form&lt;/wx-confirm&gt;</c>: a button that first opens what is about to happen; the form
/// inside does it. Works without JavaScript.
/// </summary>
[HtmlTargetElement("wx-confirm")]
public sealed class ConfirmTagHelper : TagHelper
{
    /// <summary>What the first button says.</summary>
    public required string Summary { get; set; }

    /// <summary>What stands above the form.</summary>
    public required string Question { get; set; }

    /// <summary>Icon of the first button.</summary>
    public string Icon { get; set; } = "trash";

    /// <summary>Bootstrap's name of its colour.</summary>
    public string Colour { get; set; } = "outline-danger";

    /// <inheritdoc />
    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        var form = await output.GetChildContentAsync().ConfigureAwait(false);
        output.TagName = "details";
        output.Attributes.SetAttribute("class", "wx-confirm");
        var html = new HtmlContentBuilder()
            .AppendHtml($"<summary class=\"btn btn-sm btn-{Colour}\">").AppendHtml(DashboardAssets.Icon(Icon)).Append(" " + Summary).AppendHtml("</summary>")
            .AppendHtml("<div class=\"wx-confirm-body\"><p>").Append(Question).AppendHtml("</p>").AppendHtml(form).AppendHtml("</div>");
        output.Content.SetHtmlContent(html);
    }
}
