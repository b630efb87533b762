using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using WeChatNotifications.Dashboard.Texts;
using WeChatNotifications.Dashboard.Views;

namespace WeChatNotifications.Dashboard.TagHelpers;

/// <summary>
/// <c>&lt;wx-field for="Input.Name" label="Apps.Name" help="Apps.NameHelp" /&gt;</c>: a labelled input with its help and, when the module refuses the value,
/// the reason beside it, tied together for screen readers. Other attributes (<c>maxlength</c>, <c>autocomplete</c>, <c>data-testid</c>, …) go to the input.
/// </summary>
[HtmlTargetElement("wx-field", TagStructure = TagStructure.WithoutEndTag)]
public sealed class FieldTagHelper(IHtmlGenerator generator, DashboardTexts texts, DashboardView view) : TagHelper
{
    /// <summary>The property it is bound to.</summary>
    public required ModelExpression For { get; set; }

    /// <summary>Key of the label's text.</summary>
    public required string Label { get; set; }

    /// <summary>Key of a sentence below the input.</summary>
    public string? Help { get; set; }

    /// <summary><c>text</c>, <c>number</c>, <c>password</c>, <c>textarea</c>, <c>checkbox</c>, <c>select</c>, <c>datetime-local</c>, <c>time</c>, <c>file</c>, <c>search</c>.</summary>
    public string Type { get; set; } = "text";

    /// <summary>The choices of a <c>select</c>.</summary>
    public IEnumerable<SelectListItem>? Items { get; set; }

    /// <summary>Whether it must be filled in.</summary>
    public bool Required { get; set; }

    /// <summary>The request.</summary>
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    private bool IsCheckbox => Type == "checkbox";

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var fullName = View.ViewData.TemplateInfo.GetFullHtmlFieldName(For.Name);
        var id = TagBuilder.CreateSanitizedId(fullName, "_");
        View.ViewData.ModelState.TryGetValue(fullName, out var entry);
        var errors = entry?.Errors.Select(MessageOf).Where(m => m.Length > 0).ToList() ?? [];
        var attributes = AttributesOf(output, id, errors.Count > 0);
        output.Attributes.Clear();
        (output.TagName, output.TagMode) = ("div", TagMode.StartTagAndEndTag);
        output.Attributes.SetAttribute("class", IsCheckbox ? "mb-3 form-check" : "mb-3");

        var label = new TagBuilder("label");
        label.AddCssClass(IsCheckbox ? "form-check-label" : "form-label");
        label.Attributes["for"] = id;
        label.InnerHtml.Append(texts[Label]);
        var input = InputOf(attributes, entry);
        output.Content.AppendHtml(IsCheckbox ? input : label).AppendHtml(IsCheckbox ? label : input);
        if (errors.Count > 0)
        {
            output.Content.AppendHtml($"<div class=\"invalid-feedback d-block\" id=\"{id}-error\" data-testid=\"error-{id}\">").Append(string.Join(' ', errors)).AppendHtml("</div>");
        }

        if (Help is not null)
        {
            output.Content.AppendHtml($"<div class=\"form-text\" id=\"{id}-help\">").Append(texts[Help]).AppendHtml("</div>");
        }
    }

    private Dictionary<string, object?> AttributesOf(TagHelperOutput output, string id, bool isInvalid)
    {
        var attributes = output.Attributes.ToDictionary(a => a.Name, a => (object?)(a.Value is IHtmlContent html ? Plain(html) : a.Value?.ToString()), StringComparer.OrdinalIgnoreCase);
        attributes["id"] = id;
        attributes["class"] = (IsCheckbox ? "form-check-input" : Type == "select" ? "form-select" : "form-control") + (isInvalid ? " is-invalid" : "");
        var describedBy = string.Join(' ', new[] { isInvalid ? id + "-error" : null, Help is null ? null : id + "-help" }.Where(d => d is not null));
        if (describedBy.Length > 0)
        {
            attributes["aria-describedby"] = describedBy;
        }

        if (isInvalid)
        {
            attributes["aria-invalid"] = "true";
        }

        if (Required)
        {
            attributes["required"] = "required";
        }

        return attributes;
    }

    private IHtmlContent InputOf(Dictionary<string, object?> attributes, ModelStateEntry? entry)
    {
        switch (Type)
        {
            case "select":
                return generator.GenerateSelect(View, For.ModelExplorer, optionLabel: null, For.Name, Items ?? [], allowMultiple: false, attributes);
            case "textarea":
                return generator.GenerateTextArea(View, For.ModelExplorer, For.Name, rows: 4, columns: 40, attributes);
            case "checkbox":
                return new HtmlContentBuilder()
                    .AppendHtml(generator.GenerateCheckBox(View, For.ModelExplorer, For.Name, For.Model as bool?, attributes))
                    .AppendHtml(generator.GenerateHiddenForCheckbox(View, For.ModelExplorer, For.Name));
            case "password":
                return generator.GeneratePassword(View, For.ModelExplorer, For.Name, value: null, attributes);
            default:
                attributes["type"] = Type;
                return generator.GenerateTextBox(View, For.ModelExplorer, For.Name, Type == "file" ? null : ValueOf(entry), format: null, attributes);
        }
    }

    /// <summary>What the user has typed, even when it cannot be read; else the model's value as the input wants it.</summary>
    private object? ValueOf(ModelStateEntry? entry) => entry?.AttemptedValue ?? For.Model switch
    {
        DateTimeOffset moment => view.LocalInput(moment),
        DateTime local => local.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other,
    };

    private string MessageOf(ModelError error) => error.Exception is not null ? texts["Field.Unreadable"] : error.ErrorMessage;

    private static string Plain(IHtmlContent content)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        content.WriteTo(writer, NullHtmlEncoder.Default);
        return writer.ToString();
    }
}
